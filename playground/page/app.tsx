import { useEffect, useState } from "react";
import { type Live, LiveContext, openLive } from "../slack/page/live.ts";
import { SlackSurface } from "../slack/page/slack-surface.tsx";
import { placeAfterSwitch } from "./after-switch.ts";
import { ErrorBoundary } from "./frame/error-boundary.tsx";
import { hrefOf, placeOf } from "./place.ts";

/** The page: who is at it, and the simulated platform before them. */
export function App() {
  const [personId, setPersonId] = useState(() => new URLSearchParams(location.search).get("as") ?? "");
  const [live, setLive] = useState<Live>();

  useEffect(() => {
    const opened = openLive(personId);
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
  }, [personId]);
  useEffect(() => {
    const keep = (): void => rememberPerson(personId);
    keep();
    // Back leads to another place, not to another person.
    addEventListener("popstate", keep);
    return () => removeEventListener("popstate", keep);
  }, [personId]);

  if (live === undefined) return null;
  return (
    <ErrorBoundary>
      <LiveContext value={live}>
        <SlackSurface onSwitch={setPersonId} />
      </LiveContext>
    </ErrorBoundary>
  );
}

function rememberPerson(personId: string): void {
  const address = new URL(location.href);
  if (personId === "" || address.searchParams.get("as") === personId) return;
  address.searchParams.set("as", personId);
  history.replaceState(history.state, "", address);
}
