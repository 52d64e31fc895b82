import { useState } from "react";
import { flushSync } from "react-dom";
import { useProblem } from "../../../page/use-problem.ts";
import type { ShownView } from "../../desk/protocol.ts";
import { keptValues } from "../../form-state.ts";
import type { Form } from "../element/form.ts";
import { useSlack } from "../use-slack.ts";

/** What is typed into a modal, and what comes of sending it. */
export function useDraft(view: ShownView) {
  const live = useSlack();
  const [draft, setDraft] = useState({ blocks: view.blocks, values: view.state.values });
  const [errors, setErrors] = useState<Form["errors"]>({});
  const [problem, setProblem] = useProblem();
  /** The form that is being sent: what comes of it is another one, or that it is gone. */
  const [sent, setSent] = useState<string>();
  if (draft.blocks !== view.blocks)
    setDraft({ blocks: view.blocks, values: keptValues(view.blocks, draft.blocks, draft.values) });

  const form: Form = {
    values: draft.values,
    errors,
    change: (blockId, actionId, state) => {
      setDraft(({ blocks, values }) => ({
        blocks,
        values: { ...values, [blockId]: { ...values[blockId], [actionId]: state } },
      }));
      setErrors(({ [blockId]: _mended, ...rest }) => rest);
    },
  };
  const isPending = sent === view.hash;
  return {
    form,
    isPending,
    problem,
    submit: async (): Promise<void> => {
      if (isPending) return;
      setSent(view.hash);
      const result = await live.act({ do: "submit", viewId: view.id, values: draft.values });
      const inputs = view.blocks.map(({ type, block_id: blockId }) => type === "input" && blockId);
      const strays = Object.entries(result.errors ?? {}).filter(([blockId]) => !inputs.includes(blockId));
      // At once, so that the first input with an error can be focused.
      flushSync(() => {
        if (result.problem ?? result.errors) setSent(undefined);
        setErrors(result.errors ?? {});
        setProblem([result.problem, ...strays.map(([, text]) => text)].filter(Boolean).join(" ") || undefined);
      });
    },
    close: async (isAll: boolean): Promise<void> => {
      const result = await live.act({ do: "close", viewId: view.id, isAll });
      setProblem(result.problem);
    },
  };
}
