import { lazy, type ReactNode, Suspense, useCallback, useRef, useState } from "react";
import { useSeen } from "../../slack/page/live.ts";
import { usePlace } from "../place.ts";
import { Drawer } from "./drawer.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import style from "./frame.module.css";
import { SMALL, useMedia, WIDE } from "./media.ts";
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

/**
 * The grid of the page, and the buttons that belong to no conversation: theme, Wire, Faults. It makes the `main`; what it is given fills
 * its area (height and width 100 %) and scrolls by itself.
 */
export function Frame({ nav, top, main, side }: FrameProps) {
  const isSmall = useMedia(SMALL);
  const isWide = useMedia(WIDE);
  const isWireOpen = usePlace().wire !== undefined;
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const closeDrawer = useCallback(() => {
    setDrawerOpen((wasOpen) => {
      // The bar is inert until the drawer is gone.
      if (wasOpen) requestAnimationFrame(() => opener.current?.focus());
      return false;
    });
  }, []);
  const hasSide = isWireOpen || Boolean(side);
  const isBehind = isSmall && isDrawerOpen;
  return (
    <div className={style["frame"]} data-side={hasSide}>
      <Drawer isDrawer={isSmall} isOpen={isDrawerOpen} onClose={closeDrawer}>
        {nav}
      </Drawer>
      <div className={style["page"]} inert={isBehind}>
        <TopBar top={top} menu={{ ref: opener, isOpen: isDrawerOpen, open: () => setDrawerOpen(true) }} />
        <Connection />
        <main className={style["main"]}>
          <div inert={hasSide && !isWide}>{main}</div>
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
  const isLost = useSeen(({ workspace, isLive }) => workspace !== undefined && !isLive);
  return (
    <div role="status" className={style["connection"]}>
      {isLost && <p>The playground does not answer. Trying again …</p>}
    </div>
  );
}
