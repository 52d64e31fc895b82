import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { useSeen } from "../../slack/page/live.ts";
import type { ExchangeLine } from "../../wire/exchange.ts";
import { Icon } from "../icon.tsx";
import { goTo, usePlace } from "../place.ts";
import { ExchangeRow } from "./exchange-row.tsx";
import style from "./wire.module.css";

const maxShown = 200;

/** The inspector: what went between the app and the simulated platform, behind one message or all of it. */
export function WirePanel() {
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
  return (
    <aside className={style["panel"]} aria-label="Wire" onKeyDown={closeOnEscape}>
      <header>
        <h2 ref={heading} tabIndex={-1}>
          Wire
        </h2>
        {message !== "" && (
          <div className={style["views"]}>
            <button type="button" aria-pressed={wire !== "all"} onClick={() => goTo({ ...elsewhere, wire: message })}>
              This message
            </button>
            <button type="button" aria-pressed={wire === "all"} onClick={() => goTo({ ...elsewhere, wire: "all" })}>
              All
            </button>
          </div>
        )}
        <button type="button" className={style["close"]} aria-label="Close wire" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <p className={style["proof"]}>
        These are the bytes that went between Callboard and the simulated Slack. Only secrets are cut.
      </p>
      <Violations />
      {wire === "all" ? <AllExchanges /> : <BehindMessage messageKey={wire} />}
    </aside>
  );
}

function Violations() {
  const count = useSeen(({ status }) => status?.violations ?? 0);
  if (count === 0) return null;
  return (
    <p className={style["warning"]}>
      <Icon name="warning" /> The app broke {count === 1 ? "a rule" : `${count} rules`} of the platform.
    </p>
  );
}

function BehindMessage({ messageKey }: { readonly messageKey: string }) {
  const message = useSeen(({ messages }) => messages.get(messageKey));
  const exchanges = useSeen((seen) => seen.exchanges);
  const lines = (message?.exchanges ?? []).flatMap((id) => exchanges.get(id) ?? []);
  if (lines.length === 0)
    return (
      <p className={style["empty"]}>
        {message === undefined
          ? "This message is not there, or not for you to see."
          : "Nothing went over the wire for this message: the app was not told of it, or it is too long ago."}
      </p>
    );
  return (
    <ol className={style["story"]} key={messageKey}>
      <Rows lines={lines} />
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
        <span>Filter by name</span>
        <input type="search" value={filter} onChange={({ target }) => setFilter(target.value)} />
      </label>
      {found.length === 0 && (
        <p className={style["empty"]}>
          {exchanges.size === 0 ? "Nothing yet. Say something to Callboard." : "Nothing of that name."}
        </p>
      )}
      <ul>
        <Rows lines={found.slice(0, maxShown)} />
      </ul>
      {found.length > maxShown && (
        <p className={style["empty"]}>
          The latest {maxShown} of {found.length}.
        </p>
      )}
    </>
  );
}

function Rows({ lines }: { readonly lines: readonly ExchangeLine[] }) {
  return lines.map((line) => <ExchangeRow key={line.id} line={line} />);
}
