import { useState } from "react";
import type { PlatformId, Workspace } from "../../desk/protocol.ts";
import { useLive, useSeen } from "../live.ts";
import { platformOf } from "../platforms.ts";
import styles from "./nav.module.css";

/** Which simulated platform is looked at; nothing while there is one alone. */
export function PlatformSwitch(props: {
  readonly workspace: Workspace;
  readonly onSwitch: (id: PlatformId, name: string) => void;
}) {
  const { workspace, onSwitch } = props;
  const { platform } = useLive();
  const running = useSeen((seen) => seen.platforms);
  const githubUrl = useSeen((seen) => seen.githubUrl);
  // Its own view takes a moment; whoever presses the arrows goes on from here.
  const [chosen, choose] = useState(platform.id);
  const viewer = workspace.people.find(({ id }) => id === workspace.viewerId);
  if (running.length < 2) return null;
  return (
    <fieldset className={styles.platforms}>
      <legend>Platform</legend>
      {running.map((id) => (
        <label key={id}>
          <input
            type="radio"
            name="platform"
            checked={id === chosen}
            onChange={() => {
              choose(id);
              onSwitch(id, viewer?.name ?? "");
            }}
          />
          {platformOf(id).name}
        </label>
      ))}
      {githubUrl && <a href={`${githubUrl}/?as=${encodeURIComponent(viewer?.name ?? "")}`}>GitHub</a>}
    </fieldset>
  );
}
