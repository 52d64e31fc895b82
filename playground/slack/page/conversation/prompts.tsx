import { useState } from "react";
import type { Prompt, Workspace } from "../../desk/protocol.ts";
import { useLive } from "../live.ts";
import styles from "./conversation.module.css";
import { sayPrompt } from "./say-prompt.ts";

/** What to try first: pressing one says it where it belongs. */
export function Prompts({ workspace }: { readonly workspace: Workspace }) {
  const live = useLive();
  const [problem, setProblem] = useState<string>();
  const say = async (prompt: Prompt): Promise<void> => {
    setProblem(undefined);
    setProblem((await sayPrompt(live, workspace, prompt)).problem);
  };
  if (workspace.prompts.length === 0) return null;
  return (
    <fieldset className={styles.prompts}>
      <legend>Try</legend>
      {workspace.prompts.map((prompt) => (
        <button key={prompt.label} type="button" onClick={() => void say(prompt)}>
          <span>{prompt.label}</span>
          <small>{prompt.text}</small>
        </button>
      ))}
      {problem && <p role="alert">{problem}</p>}
    </fieldset>
  );
}
