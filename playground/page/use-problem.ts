import { useEffect, useState } from "react";
import { useSeen } from "./live.ts";

/** Why something was not done, as a sentence for whoever tried it. Once the playground answers again it is told no longer. */
export function useProblem() {
  const [problem, setProblem] = useState<string>();
  const isLost = useSeen((seen) => seen.isLost);
  useEffect(() => {
    if (!isLost) setProblem(undefined);
  }, [isLost]);
  return [problem, setProblem] as const;
}
