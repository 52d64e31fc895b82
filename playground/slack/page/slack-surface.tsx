import { useSeen } from "./live.ts";

/** Everything that a person sees of the simulated Slack. */
export function SlackSurface(_: { readonly onSwitch: (personId: string) => void }) {
  const workspace = useSeen((seen) => seen.workspace);
  const messages = useSeen((seen) => seen.messages);
  return (
    <main>
      <h1>{workspace?.name}</h1>
      <ol>
        {[...messages.values()].map((message) => (
          <li key={message.key}>{message.text}</li>
        ))}
      </ol>
    </main>
  );
}
