import { useCallback, useEffect, useRef, useState } from "react";
import { type Live, LiveContext, openLive } from "../slack/page/live.ts";
import { SlackSurface } from "../slack/page/slack-surface.tsx";
import { placeAfterSwitch } from "./after-switch.ts";
import { ErrorBoundary } from "./frame/error-boundary.tsx";
import { useTitle } from "./frame/title.ts";
import { hrefOf, placeOf } from "./place.ts";

/** The page: who is at it, and the simulated platform before them. */
export function App() {
  const [live, setLive] = useState<Live>();
  const stopWaiting = useRef(() => {});

  useEffect(() => {
    const opened = openLive(new URLSearchParams(location.search).get("as") ?? "");
    setLive(opened);
    return opened.close;
  }, []);
  useEffect(() => {
    if (live === undefined) return;
    const keep = (): void => rememberPerson(live.viewerId);
    keep();
    // Back leads to another place, not to another person.
    addEventListener("popstate", keep);
    return () => {
      removeEventListener("popstate", keep);
      live.close();
    };
  }, [live]);

  const switchTo = useCallback((personId: string): void => {
    stopWaiting.current();
    const opened = openLive(personId);
    // What the one before saw stays until there is something to show instead.
    const unsubscribe = opened.subscribe(() => {
      if (opened.seen().workspace === undefined) return;
      unsubscribe();
      stopWaiting.current = () => {};
      const place = hrefOf(placeAfterSwitch(placeOf(location.hash), opened.seen()));
      setLive(opened);
      if (place !== location.hash && location.hash !== "") location.replace(place);
    });
    stopWaiting.current = () => {
      unsubscribe();
      opened.close();
    };
  }, []);

  if (live === undefined) return null;
  return (
    <ErrorBoundary>
      <LiveContext value={live}>
        <Titled onSwitch={switchTo} />
      </LiveContext>
    </ErrorBoundary>
  );
}

function Titled({ onSwitch }: { readonly onSwitch: (personId: string) => void }) {
  useTitle();
  return <SlackSurface onSwitch={onSwitch} />;
}

function rememberPerson(personId: string): void {
  const address = new URL(location.href);
  if (personId === "" || address.searchParams.get("as") === personId) return;
  address.searchParams.set("as", personId);
  history.replaceState(history.state, "", address);
}
