import { useEffect, useState } from "react";
import type { PlatformId } from "../desk/protocol.ts";
import { placeAfterSwitch } from "./after-switch.ts";
import { ErrorBoundary } from "./frame/error-boundary.tsx";
import { type Live, LiveContext, openLive } from "./live.ts";
import { hrefOf, placeOf } from "./place.ts";
import { platformOf } from "./platforms.ts";
import { Surface } from "./surface.tsx";

/** Which platform is looked at, and by whom, by id or name; "" leaves that to the server. */
interface Look {
  readonly on: PlatformId;
  readonly as: string;
}

/** The page: who is at it, and the simulated platform before them. */
export function App() {
  const [look, setLook] = useState(lookOfAddress);
  const [live, setLive] = useState<Live>();

  useEffect(() => {
    const opened = openLive(platformOf(look.on), look.as);
    // What the one before saw stays until there is something to show instead.
    setLive((before) => before ?? opened);
    const unsubscribe = opened.subscribe(() => {
      if (opened.seen().workspace === undefined) return;
      unsubscribe();
      const place = hrefOf(placeAfterSwitch(placeOf(location.hash), opened.seen()));
      if (place !== location.hash && location.hash !== "") location.replace(place);
      setLive(opened);
    });
    return opened.close;
  }, [look]);
  useEffect(() => {
    const keep = (): void => remember(look);
    keep();
    // Back leads to another place, not to another person.
    addEventListener("popstate", keep);
    return () => removeEventListener("popstate", keep);
  }, [look]);

  if (live === undefined) return null;
  return (
    <ErrorBoundary>
      <LiveContext value={live}>
        <Surface onSwitch={(as) => setLook({ ...look, as })} onPlatform={(on, as) => setLook({ on, as })} />
      </LiveContext>
    </ErrorBoundary>
  );
}

function lookOfAddress(): Look {
  const query = new URLSearchParams(location.search);
  return { on: platformOf(query.get("on") ?? "").id, as: query.get("as") ?? "" };
}

function remember({ on, as }: Look): void {
  const address = new URL(location.href);
  if (address.searchParams.has("on") || on !== platformOf("").id) address.searchParams.set("on", on);
  if (as !== "") address.searchParams.set("as", as);
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}
