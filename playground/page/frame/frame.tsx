import { lazy, type ReactNode, Suspense, useEffect, useRef } from "react";
import { usePlatform, useSeen } from "../live.ts";
import { usePlace } from "../place.ts";
import { Drawer } from "./drawer.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import style from "./frame.module.css";
import { useMedia } from "./media.ts";
import { titleOf } from "./title-of.ts";
import { TopBar } from "./top-bar.tsx";

const WirePanel = lazy(() => import("../wire/wire-panel.tsx").then(({ WirePanel }) => ({ default: WirePanel })));

/** What the frame holds. */
export interface FrameProps {
  /** The conversations and who one is: at the left, a drawer on small screens. */
  readonly nav: ReactNode;
  /** The heading of the conversation (`<h1>` and what stands beside it), in the top bar. */
  readonly top: ReactNode;
  readonly main: ReactNode;
  /** What is open beside it, such as a thread, with its own role and name. While `place.wire` is set the frame shows the wire before it. */
  readonly side?: ReactNode;
}

/** The grid of the page. What it is given fills its area and scrolls by itself. */
export function Frame({ nav, top, main, side }: FrameProps) {
  const workspace = useSeen((seen) => seen.workspace);
  const { channel, wire } = usePlace();
  const isWireOpen = wire !== undefined;
  const hasSide = isWireOpen || Boolean(side);
  // All three side by side need this much; where they have less the conversations make room first.
  const isDrawer = useMedia(`(max-width: ${hasSide ? 1099.98 : 699.98}px)`);
  const isNarrow = useMedia("(max-width: 899.98px)");
  const drawer = useRef<HTMLDialogElement>(null);
  const title = titleOf(workspace, channel, usePlatform().sign);
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div className={style["frame"]} data-side={hasSide}>
      <Drawer dialog={isDrawer ? drawer : undefined}>{nav}</Drawer>
      <div className={style["page"]}>
        <TopBar top={top} onMenu={isDrawer ? () => drawer.current?.showModal() : undefined} />
        <Connection />
        <main className={style["main"]}>
          <div inert={hasSide && isNarrow}>{main}</div>
        </main>
        {Boolean(side) && (
          <div className={style["side"]} hidden={isWireOpen}>
            {side}
          </div>
        )}
        {isWireOpen && (
          <div className={style["side"]}>
            <ErrorBoundary>
              <Suspense>
                <WirePanel />
              </Suspense>
            </ErrorBoundary>
          </div>
        )}
      </div>
    </div>
  );
}

/** Says so when events stopped coming. */
function Connection() {
  const isLost = useSeen((seen) => seen.isLost);
  return (
    <div role="status" className={style["connection"]}>
      {isLost && <p>The playground does not answer. Trying again …</p>}
    </div>
  );
}
