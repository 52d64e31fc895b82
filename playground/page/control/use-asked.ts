import { useEffect, useEffectEvent, useState } from "react";

const typingPauseMs = 150;

/** What the app answers to what is typed, asked anew after each pause; what it said to less than that stays until then. */
export function useAsked<Answer>(ask: (typed: string) => Promise<Answer>, isAsking: boolean, typed: string) {
  const [said, setSaid] = useState<{ readonly answer: Answer; readonly typed: string }>();
  const askNow = useEffectEvent(ask);
  useEffect(() => {
    if (!isAsking) return setSaid(undefined);
    let isStale = false;
    const wait = typed === "" ? 0 : typingPauseMs;
    const timer = setTimeout(async () => {
      const answer = await askNow(typed);
      if (!isStale) setSaid({ answer, typed });
    }, wait);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [isAsking, typed]);
  return { answer: said?.answer, isLoading: isAsking && said?.typed !== typed };
}
