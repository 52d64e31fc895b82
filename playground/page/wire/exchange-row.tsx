import { memo, useEffect, useState } from "react";
import type { Exchange, ExchangeLine } from "../../wire/exchange.ts";
import { Icon } from "../icon.tsx";
import { usePlatform } from "../live.ts";
import { CopyButton } from "./copy-button.tsx";
import { PacketView } from "./packet-view.tsx";
import style from "./wire.module.css";
import { curlOf, outcomeOf, wayOf } from "./wire-words.ts";

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** An exchange in a list; opened, everything that was said. */
export const ExchangeRow = memo(function ExchangeRow({ line }: { readonly line: ExchangeLine }) {
  const [isOpen, setOpen] = useState(false);
  const { direction, name, at, failure } = line;
  const { socket } = usePlatform();
  return (
    <li>
      <details className={style["exchange"]} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <Icon name={direction === "to app" ? "sent" : "received"} />
          <span className={style["name"]}>{name}</span>
          <time dateTime={new Date(at).toISOString()}>{clock.format(at)}</time>
          <span className={style["how"]}>
            {wayOf(line, socket)} · <span className={failure && style["failed"]}>{outcomeOf(line)}</span>
          </span>
        </summary>
        {isOpen && <WholeExchange line={line} />}
      </details>
    </li>
  );
});

function WholeExchange({ line: { id, ms } }: { readonly line: ExchangeLine }) {
  const { id: platform } = usePlatform();
  const [exchange, setExchange] = useState<Exchange | "unknown">();
  // Once more when the answer came.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => {
    let isLeft = false;
    const show = (found: Exchange | "unknown"): void => {
      if (!isLeft) setExchange(found);
    };
    fetch(`/${platform}/exchanges?id=${id}`)
      .then(async (response) => show(response.ok ? ((await response.json()) as Exchange) : "unknown"))
      .catch(() => show("unknown"));
    return () => {
      isLeft = true;
    };
  }, [platform, id, ms]);
  if (exchange === undefined) return <p className={style["note"]}>Loading …</p>;
  if (exchange === "unknown") return <p className={style["note"]}>It is no longer kept: only the latest are.</p>;
  const { request, answer, direction, via } = exchange;
  return (
    <div className={style["whole"]}>
      <PacketView label="Request" packet={request} />
      {answer && <PacketView label="Answer" packet={answer} />}
      {direction === "from app" && via === "http" && <CopyButton label="Copy as curl" text={curlOf(request)} />}
    </div>
  );
}
