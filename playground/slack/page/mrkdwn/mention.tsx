import { Person } from "../../../page/conversation/person.tsx";
import { useSeen } from "../../../page/live.ts";
import { hrefOf } from "../../../page/place.ts";
import styles from "../../../page/text.module.css";

/** Somebody who is mentioned, by id or by name; one whom nobody knows stays as typed. */
export function UserMention({ user, label }: { readonly user: string; readonly label: string }) {
  const workspace = useSeen((seen) => seen.workspace);
  const person = workspace?.people.find(({ id, name }) => id === user || name === user);
  if (person === undefined) return label;
  const isViewer = person.id === workspace?.viewerId;
  return (
    <Person person={person} className={isViewer ? styles.marked : styles.mention}>
      @{person.name}
    </Person>
  );
}

/** A channel that is mentioned, by id or by name; one that the viewer cannot see stays as typed. */
export function ChannelMention({ channel, label }: { readonly channel: string; readonly label: string }) {
  const channels = useSeen((seen) => seen.workspace)?.channels ?? [];
  const known = channels.find(({ id, name, kind }) => kind !== "im" && (id === channel || name === channel));
  if (known === undefined) return label.startsWith("#") ? label : `#${label}`;
  return <a href={hrefOf({ channel: known.id })}>#{known.name}</a>;
}
