import { useEffect, useRef, useState } from "react";
import { isLater } from "./unread.ts";

/**
 * Knows whether something came below what is in sight of a list that the browser keeps at its end: it scrolls from its end, as
 * `column-reverse` has it, and `scrollTop` is 0 there. `newest` is the ts of its last entry; `own` that of the last one that the
 * reader wrote or asked for, after which it goes to the end in any case.
 */
export function useStickToEnd(newest: string, own: string) {
  const box = useRef<HTMLDivElement>(null);
  const before = useRef({ newest, own });
  const [hasNew, setHasNew] = useState(false);
  const isAtEnd = (): boolean => Math.abs(box.current?.scrollTop ?? 0) < 40;
  const toEnd = (): void => box.current?.scrollTo({ top: 0 });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the others read the box as it is then.
  useEffect(() => {
    const { newest: lastNewest, own: lastOwn } = before.current;
    before.current = { newest, own };
    if (!isLater(newest, lastNewest)) return;
    if (isAtEnd() || isLater(own, lastOwn)) toEnd();
    else setHasNew(true);
  }, [newest, own]);

  return { box, hasNew, toEnd, onScroll: () => isAtEnd() && setHasNew(false) };
}
