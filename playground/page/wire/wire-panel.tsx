import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { IconButton } from "../conversation/icon-button.tsx";
import { usePlatform, useSeen } from "../live.ts";
import { goTo, usePlace } from "../place.ts";
import { ExchangeRow } from "./exchange-row.tsx";
import style from "./wire.module.css";

const maxShown = 200;

/** The inspector: what went between the app and the simulated platform, behind one message or all of it. */
export function WirePanel() {
  const { name } = usePlatform();
  const { wire = "all", ...elsewhere } = usePlace();
  const [message, setMessage] = useState("");
  if (wire !== "all" && wire !== message) setMessage(wire);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus();
    return () => {
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    };
  }, []);
  const close = (): void => goTo(elsewhere);
  const closeOnEscape = ({ key }: KeyboardEvent): void => {
    if (key === "Escape") close();
  };
  const views = message === "" ? [] : [message, "all"];
  return (
    <aside className={style["panel"]} aria-label="Wire" onKeyDown={closeOnEscape}>
      <div className={style["head"]}>
        <h2 ref={heading} tabIndex={-1}>
          Wire
        </h2>
        {views.map((view) => (
          <button
            key={view}
            type="button"
            className={style["button"]}
            aria-pressed={view === wire}
            onClick={() => goTo({ ...elsewhere, wire: view })}
          >
            {view === "all" ? "All" : "This message"}
          </button>
        ))}
        <IconButton icon="close" label="Close wire" onClick={close} />
      </div>
      <p className={style["note"]}>These are the bytes that went between Callboard and the simulated {name}.</p>
      <Violations />
      {wire === "all" ? <AllExchanges /> : <BehindMessage messageKey={wire} />}
    </aside>
  );
}

function Violations() {
  const count = useSeen(({ status }) => status?.violations ?? 0);
  if (count === 0) return null;
  const rules = count === 1 ? "a rule" : `${count} rules`;
  return <p className={style["warning"]}>Warning: the app broke {rules} of the platform.</p>;
}

function BehindMessage({ messageKey }: { readonly messageKey: string }) {
  const message = useSeen(({ messages }) => messages.get(messageKey));
  const exchanges = useSeen((seen) => seen.exchanges);
  const lines = (message?.exchanges ?? []).flatMap((id) => exchanges.get(id) ?? []);
  if (message === undefined) return <p className={style["note"]}>This message is gone, or not for you to see.</p>;
  if (lines.length === 0)
    return <p className={style["note"]}>Nothing went over the wire for it, or it is too long ago.</p>;
  return (
    <ol className={style["story"]} key={messageKey}>
      {lines.map((line) => (
        <ExchangeRow key={line.id} line={line} />
      ))}
    </ol>
  );
}

function AllExchanges() {
  const exchanges = useSeen((seen) => seen.exchanges);
  const [filter, setFilter] = useState("");
  const found = useMemo(() => {
    const wanted = filter.trim().toLowerCase();
    return [...exchanges.values()].reverse().filter(({ name }) => name.toLowerCase().includes(wanted));
  }, [exchanges, filter]);
  return (
    <>
      <label className={style["filter"]}>
        Filter by name
        <input type="search" value={filter} onChange={({ target }) => setFilter(target.value)} />
      </label>
      <p className={style["note"]} role="status">
        {found.length > maxShown ? `The latest ${maxShown} of ${found.length}` : `${found.length} of ${exchanges.size}`}
      </p>
      <ol>
        {found.slice(0, maxShown).map((line) => (
          <ExchangeRow key={line.id} line={line} />
        ))}
      </ol>
    </>
  );
}
