import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { isLater } from "./unread.ts";

/** What a scrolled list needs to stay where its reader is. */
export interface StickToEnd {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly onScroll: () => void;
  /** Whether something came below what is in sight. */
  readonly hasNew: boolean;
  readonly toEnd: () => void;
  /** Keeps in sight what is, while something is put above it. */
  readonly keepPlace: () => void;
  /** Shows one entry in the middle. */
  readonly toEntry: (entry: Element) => void;
}

const near = 40;

/**
 * Keeps a scrolled list at its end while its reader is there: when something is added, grows or is drawn late. `newest` is the ts of its
 * last entry; `own` that of the last one that the reader wrote or asked for, after which it goes to the end in any case.
 */
export function useStickToEnd(newest: string, own: string): StickToEnd {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const lastTop = useRef(0);
  const fromEnd = useRef<number>(undefined);
  const seen = useRef({ newest, own });
  const [hasNew, setHasNew] = useState(false);

  const toEnd = useCallback(() => {
    isAtEnd.current = true;
    setHasNew(false);
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  }, []);

  const onScroll = useCallback(() => {
    if (box.current === null) return;
    const { scrollTop, scrollHeight, clientHeight } = box.current;
    const isNear = scrollHeight - scrollTop - clientHeight < near;
    // What was added in the meantime is no scrolling away.
    isAtEnd.current = isNear || (isAtEnd.current && scrollTop >= lastTop.current);
    lastTop.current = scrollTop;
    if (isNear) setHasNew(false);
  }, []);

  useLayoutEffect(() => {
    if (box.current === null || content.current === null) return;
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
    });
    observer.observe(box.current);
    observer.observe(content.current);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const before = seen.current;
    seen.current = { newest, own };
    if (!isLater(newest, before.newest)) return;
    if (isAtEnd.current || isLater(own, before.own)) toEnd();
    else setHasNew(true);
  }, [newest, own, toEnd]);

  useLayoutEffect(() => {
    if (fromEnd.current === undefined || box.current === null) return;
    box.current.scrollTop = box.current.scrollHeight - fromEnd.current;
    fromEnd.current = undefined;
  });

  const keepPlace = useCallback(() => {
    if (box.current) fromEnd.current = box.current.scrollHeight - box.current.scrollTop;
  }, []);

  const toEntry = useCallback(
    (entry: Element) => {
      isAtEnd.current = false;
      entry.scrollIntoView({ block: "center" });
      onScroll();
    },
    [onScroll],
  );

  return { box, content, onScroll, hasNew, toEnd, keepPlace, toEntry };
}
