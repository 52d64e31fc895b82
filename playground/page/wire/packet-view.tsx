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
  const headers = Object.entries(packet.headers);
  return (
    <section className={style["packet"]} aria-label={label}>
      <p className={style["line"]}>
        <span>{label}</span> <code>{packet.line}</code>
        {packet.body !== "" && <CopyButton label="Copy body" text={packet.body} />}
      </p>
      {headers.length > 0 && (
        <details className={style["headers"]}>
          <summary>{headers.length === 1 ? "1 header" : `${headers.length} headers`}</summary>
          <dl>
            {headers.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {parts.length === 0 ? (
        <p className={style["quiet"]}>No body.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: long bodies scroll, by keyboard too.
        <section className={style["body"]} aria-label={`Body of the ${label.toLowerCase()}`} tabIndex={0}>
          {parts.map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a packet never change.
            <PartView key={index} part={part} />
          ))}
        </section>
      )}
    </section>
  );
}

function PartView({ part: { name, text, isJson } }: { readonly part: ReadablePart }) {
  return (
    <>
      {name !== undefined && <p className={style["field"]}>{name}</p>}
      <pre>{isJson && text.length <= maxColoured ? <Json text={text} /> : text}</pre>
    </>
  );
}

function Json({ text }: { readonly text: string }) {
  return jsonTokens(text).map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the tokens of a text never change.
    <span key={index} className={style[token.kind]}>
      {token.text}
    </span>
  ));
}
