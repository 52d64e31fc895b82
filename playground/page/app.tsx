import { useEffect, useState } from "react";
import { type Live, LiveContext, openLive } from "../slack/page/live.ts";
import { SlackSurface } from "../slack/page/slack-surface.tsx";

/** The page: who is at it, and the simulated platform before them. */
export function App() {
  const [live, setLive] = useState<Live>();
  useEffect(() => {
    const opened = openLive(new URLSearchParams(location.search).get("as") ?? "");
    setLive(opened);
    return opened.close;
  }, []);
  if (live === undefined) return null;
  return (
    <LiveContext value={live}>
      <SlackSurface />
    </LiveContext>
  );
}
