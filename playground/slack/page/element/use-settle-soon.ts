import { useEffect, useEffectEvent, useState } from "react";
import type { Control } from "./use-control.ts";

/** Tells the app of a value when nothing more was typed for a while, or at once when the input is left. */
export function useSettleSoon(control: Control, pauseMs: number) {
  const [typed, setTyped] = useState<{ readonly value: unknown }>();
  const settle = useEffectEvent((value: unknown) => {
    setTyped(undefined);
    control.settle(value);
  });
  useEffect(() => {
    if (typed === undefined) return;
    const timer = setTimeout(() => settle(typed.value), pauseMs);
    return () => clearTimeout(timer);
  }, [typed, pauseMs]);
  return {
    soon: (value: unknown) => setTyped({ value }),
    now: () => {
      setTyped(undefined);
      if (typed !== undefined) control.settle(typed.value);
    },
  };
}
