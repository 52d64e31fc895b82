import { useMemo, useRef, useState } from "react";
import type { ActResult } from "../../desk/act.ts";
import type { ShownView } from "../../desk/protocol.ts";
import { carried, type Draft, type Form, withState } from "../element/form.ts";
import { useLive } from "../live.ts";

const noErrors: Form["errors"] = {};

/** What is typed into a modal, and what comes of sending it. */
export function useDraft(view: ShownView) {
  const live = useLive();
  const [draft, setDraft] = useState<Draft>({ blocks: view.blocks, values: view.state.values });
  const [errors, setErrors] = useState(noErrors);
  const [refusals, setRefusals] = useState(0);
  const isClosing = useRef(false);
  const [problem, setProblem] = useState<string>();
  /** The form that is being sent: what comes of it is another one, or that it is gone. */
  const [sent, setSent] = useState<string>();
  if (draft.blocks !== view.blocks) setDraft(carried(draft, view));

  const form = useMemo<Form>(
    () => ({
      values: draft.values,
      errors,
      change: (blockId, actionId, state) => {
        setDraft((before) => ({ ...before, values: withState(before.values, blockId, actionId, state) }));
        setErrors(({ [blockId]: _mended, ...rest }) => (_mended === undefined ? errors : rest));
      },
    }),
    [draft.values, errors],
  );
  const isPending = sent === view.hash;
  return {
    form,
    /** How often something was wrong with what was sent. */
    refusals,
    isPending,
    problem,
    submit: async (): Promise<void> => {
      if (isPending) return;
      setSent(view.hash);
      const result = await live.act({ do: "submit", viewId: view.id, values: draft.values });
      const hasFailed = result.problem !== undefined || result.errors !== undefined;
      if (hasFailed) setSent(undefined);
      setErrors(result.errors ?? noErrors);
      if (result.errors !== undefined) setRefusals((count) => count + 1);
      setProblem(problemOf(result, view));
    },
    close: async (isAll: boolean): Promise<void> => {
      // Escape pressed twice closes one modal.
      if (isClosing.current) return;
      isClosing.current = true;
      const result = await live.act({ do: "close", viewId: view.id, isAll });
      isClosing.current = result.problem === undefined;
      setProblem(result.problem);
    },
  };
}

/** What is wrong with the form as a whole: errors of what is no input are said too. */
function problemOf({ problem, errors = {} }: ActResult, { blocks }: ShownView): string | undefined {
  const inputs = new Set(blocks.filter(({ type }) => type === "input").map((block) => block["block_id"]));
  const strays = Object.entries(errors).flatMap(([blockId, text]) => (inputs.has(blockId) ? [] : text));
  return [problem, ...strays].filter(Boolean).join(" ") || undefined;
}
