import { useId } from "react";
import type { Workspace } from "../../desk/protocol.ts";
import styles from "./nav.module.css";

/** Who is at the page, and who else one can be. */
export function PersonSwitch(props: { readonly workspace: Workspace; readonly onSwitch: (personId: string) => void }) {
  const { workspace, onSwitch } = props;
  const id = useId();
  const about = workspace.people.find((person) => person.id === workspace.viewerId)?.about;
  return (
    <div className={styles.switch}>
      <p className={styles.workspace}>{workspace.name}</p>
      <label htmlFor={id}>You are</label>
      <select
        id={id}
        value={workspace.viewerId}
        aria-describedby={about ? `${id}-about` : undefined}
        onChange={({ target }) => onSwitch(target.value)}
      >
        {workspace.people
          .filter(({ isApp }) => !isApp)
          .map((person) => (
            <option key={person.id} value={person.id}>
              {person.realName}
            </option>
          ))}
      </select>
      {about && (
        <p id={`${id}-about`} className={styles.about}>
          {about}
        </p>
      )}
    </div>
  );
}
