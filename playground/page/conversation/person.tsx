import { type ReactNode, useId, useState } from "react";
import type { ShownPerson } from "../../desk/protocol.ts";
import { useSeen } from "../live.ts";
import { hrefOf } from "../place.ts";
import styles from "../text.module.css";

/** Somebody's name; pressing it says who that is. */
export function Person(props: {
  readonly person: ShownPerson;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}) {
  const { person, className = styles.person, children } = props;
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button type="button" className={className} popoverTarget={id}>
        {children}
      </button>
      <span
        id={id}
        popover="auto"
        role="dialog"
        aria-label={person.realName}
        className={styles.profile}
        onToggle={({ newState }) => setIsOpen(newState === "open")}
      >
        {isOpen && <Profile person={person} />}
      </span>
    </>
  );
}

function Profile({ person: { id, name, realName, isApp, about } }: { readonly person: ShownPerson }) {
  const workspace = useSeen((seen) => seen.workspace);
  const direct = workspace?.channels.find(({ personId }) => personId === id);
  return (
    <>
      <strong>{realName}</strong>
      <span
        className={styles.quiet}
      >{`@${name}${isApp ? " · app" : ""}${id === workspace?.viewerId ? " · you" : ""}`}</span>
      {about && <span>{about}</span>}
      {direct && <a href={hrefOf({ channel: direct.id })}>Direct messages</a>}
    </>
  );
}
