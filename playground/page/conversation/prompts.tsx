import type { Prompt, ShownChannel, Workspace } from "../../desk/protocol.ts";
import { useLive } from "../live.ts";
import { goTo } from "../place.ts";
import { useProblem } from "../use-problem.ts";
import styles from "./conversation.module.css";

/** What to try first, in the direct messages with the app: pressing one says it where it belongs, in a channel with its thread open. */
export function Prompts({ workspace, app }: { readonly workspace: Workspace; readonly app: ShownChannel }) {
  const live = useLive();
  const [problem, setProblem] = useProblem();
  const say = async ({ channel: id, text }: Prompt): Promise<void> => {
    const channel = workspace.channels.find((one) => one.id === id) ?? app;
    if (!channel.isMember) await live.act({ do: "join", channel: channel.id });
    const said = await live.act({ do: "say", channel: channel.id, text });
    setProblem(said.problem);
    if (channel !== app && said.ts) goTo({ channel: channel.id, thread: said.ts });
  };
  if (workspace.prompts.length === 0) return null;
  return (
    <div className={styles.try}>
      <fieldset className={styles.prompts}>
        <legend>Try</legend>
        {workspace.prompts.map((prompt) => (
          <button key={prompt.label} type="button" onClick={() => void say(prompt)}>
            <span>{prompt.label}</span>
            <small>{prompt.text}</small>
          </button>
        ))}
      </fieldset>
      {problem && <p role="alert">{problem}</p>}
    </div>
  );
}
