const startedAt = Date.now();

/** What the load balancer asks for. */
export function health(now = Date.now()): { name: string; upSeconds: number } {
  return { name: "${{ values.name }}", upSeconds: Math.floor((now - startedAt) / 1000) };
}
