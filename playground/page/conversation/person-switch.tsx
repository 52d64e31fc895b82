import { useId, useState } from "react";
import type { Workspace } from "../../desk/protocol.ts";
import styles from "./nav.module.css";

/** Who is at the page, and who else one can be. */
export function PersonSwitch(props: { readonly workspace: Workspace; readonly onSwitch: (personId: string) => void }) {
  const { name, people, viewerId } = props.workspace;
  // Theirs to see takes a moment; whoever presses the arrows quickly goes on from here.
  const [chosen, choose] = useState(viewerId);
  const id = useId();
  return (
    <div className={styles.switch}>
      <p className={styles.workspace}>{name}</p>
      <label htmlFor={id}>You are</label>
      <select
        id={id}
        value={chosen}
        aria-describedby={`${id}-about`}
        onChange={({ target }) => {
          choose(target.value);
          props.onSwitch(target.value);
        }}
      >
        {people
          .filter(({ isApp }) => !isApp)
          .map((person) => (
            <option key={person.id} value={person.id}>
              {person.realName}
            </option>
          ))}
      </select>
      <p id={`${id}-about`} className={styles.about}>
        {people.find((person) => person.id === viewerId)?.about}
      </p>
    </div>
  );
}
