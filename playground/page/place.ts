import { useSyncExternalStore } from "react";

/** Where the page is: what stands in its address after `#`. */
export interface Place {
  /** A conversation; "" is the direct messages with the app. */
  readonly channel: string;
  /** A message in it to show and mark. */
  readonly message?: string;
  /** The message whose thread is open beside it. */
  readonly thread?: string;
  /** The message whose exchanges are open, or `all`. */
  readonly wire?: string;
}

/** `#/C0CHECKOUT/1763740800.000100?thread=1763740800.000100` */
export function hrefOf({ channel, message, thread, wire }: Place): string {
  const query = new URLSearchParams({ ...(thread && { thread }), ...(wire && { wire }) }).toString();
  const path = [channel, message].flatMap((part) => (part ? encodeURIComponent(part) : [])).join("/");
  return `#/${path}${query === "" ? "" : `?${query}`}`;
}

/** The place that an address names; one that is cut within a `%20` or the like names none. */
export function placeOf(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [channel, message] = path.split("/").map(decoded);
  if (channel === undefined) return { channel: "" };
  const { thread, wire } = Object.fromEntries(new URLSearchParams(query));
  return { channel, ...(message && { message }), ...(thread && { thread }), ...(wire && { wire }) };
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** Goes somewhere, as a link would: the browser's Back leads here again. */
export function goTo(place: Place): void {
  location.hash = hrefOf(place);
}

/** Where the page is now. */
export function usePlace(): Place {
  return placeOf(useSyncExternalStore(onHashChange, () => location.hash));
}

function onHashChange(listener: () => void): () => void {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
}
