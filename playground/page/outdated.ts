/** Whether the page was built before the one that is served by now, which begins with `script`. One served from its sources never is. */
export function isOutdated(script: string | undefined): boolean {
  const own = document.querySelector('script[type="module"][src^="/assets/"]')?.getAttribute("src");
  return script !== undefined && own != null && own !== script;
}
