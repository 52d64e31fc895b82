import { useMemo } from "react";
import type { Packet } from "../../wire/exchange.ts";
import { CopyButton } from "./copy-button.tsx";
import { jsonTokens, type ReadablePart, readableBody } from "./readable-body.ts";
import style from "./wire.module.css";

/** Past this a body is shown without colours. */
const maxColoured = 40_000;

/** One half of an exchange: its line, its headers, its body. */
export function PacketView({ label, packet }: { readonly label: string; readonly packet: Packet }) {
  const parts = useMemo(() => readableBody(packet), [packet]);
  const headers = Object.entries(packet.headers).map(([name, value]) => ({ name, text: value, isJson: false }));
  return (
    <section className={style["packet"]} aria-label={label}>
      <p className={style["line"]}>
        {label} <code>{packet.line}</code>
        {packet.body !== "" && <CopyButton label="Copy body" text={packet.body} />}
      </p>
      {headers.length > 0 && (
        <details>
          <summary>{headers.length === 1 ? "1 header" : `${headers.length} headers`}</summary>
          <Text label={`Headers of the ${label.toLowerCase()}`} parts={headers} />
        </details>
      )}
      {parts.length > 0 && <Text label={`Body of the ${label.toLowerCase()}`} parts={parts} />}
    </section>
  );
}

/** Long ones scroll, by keyboard too. */
function Text({ label, parts }: { readonly label: string; readonly parts: readonly ReadablePart[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above.
    <section className={style["body"]} aria-label={label} tabIndex={0}>
      {parts.map(({ name, text, isJson }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a packet never change.
        <div key={index}>
          {name !== undefined && <span className={style["field"]}>{name}: </span>}
          {isJson && text.length <= maxColoured
            ? jsonTokens(text).map((token, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the tokens of a text never change.
                <span key={place} className={style[token.kind]}>
                  {token.text}
                </span>
              ))
            : text}
        </div>
      ))}
    </section>
  );
}
