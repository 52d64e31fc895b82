import type { ReactNode } from "react";

/** What the frame holds. */
export interface FrameProps {
  /** The conversations and who one is: at the left, a drawer on small screens. */
  readonly nav: ReactNode;
  /** The heading of the conversation (`<h1>` and what stands beside it), in the top bar. */
  readonly top: ReactNode;
  readonly main: ReactNode;
  /** What is open beside it, such as a thread, with its own role and name. While `place.wire` is set the frame shows the wire in its place. */
  readonly side?: ReactNode;
}

/** The grid of the page, and the buttons that belong to no conversation: theme, Wire, Faults. It makes the `main` and the scrolling areas. */
export function Frame({ nav, top, main, side }: FrameProps) {
  return (
    <>
      <header>{top}</header>
      {nav}
      <main>{main}</main>
      {side}
    </>
  );
}
