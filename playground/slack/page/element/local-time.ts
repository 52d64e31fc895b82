/** Seconds since 1970 as an input for date and time wants them: `2026-11-21T14:20`, in the zone of the browser. */
export function toLocalTime(seconds: unknown): string {
  if (typeof seconds !== "number") return "";
  const date = new Date(seconds * 1000);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** What such an input says, in seconds since 1970; null when it is empty. */
export function fromLocalTime(text: string): number | null {
  return text === "" ? null : Math.floor(new Date(text).getTime() / 1000);
}
