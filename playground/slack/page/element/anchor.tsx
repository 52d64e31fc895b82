import type { ComponentProps } from "react";
import { hrefOf } from "../../../page/place.ts";
import { useSeen } from "../live.ts";
import { placeOfPermalink } from "../mrkdwn/link.tsx";

/** What an element with an address is: a link within the page, or to a tab of its own. */
export function Anchor({ url, ...props }: ComponentProps<"a"> & { readonly url: string }) {
  const place = useSeen((seen) => seen.workspace && placeKey(url, seen.workspace));
  if (place !== undefined) return <a href={place} {...props} />;
  // Anything else than these could run as a script.
  const href = /^(https?|mailto|tel|slack):/.test(url) ? url : undefined;
  return <a href={href} target="_blank" rel="noreferrer noopener" {...props} />;
}

function placeKey(...at: Parameters<typeof placeOfPermalink>): string | undefined {
  const place = placeOfPermalink(...at);
  return place && hrefOf(place);
}
