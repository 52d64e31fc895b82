import { Children, type ReactNode } from "react";

/** Things that have no ids, drawn in their order. */
export function each<T>(things: readonly T[], draw: (thing: T, index: number) => ReactNode): ReactNode {
  return Children.toArray(things.map((thing, index) => draw(thing, index)));
}
