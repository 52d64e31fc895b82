import { createElement, Fragment, type ReactNode } from "react";

/** Things that have no ids, drawn in their order. As arguments, not as an array, they need no keys. */
export function each<T>(things: readonly T[], draw: (thing: T, index: number) => ReactNode): ReactNode {
  return createElement(Fragment, null, ...things.map(draw));
}
