import { type FormEvent, type MouseEvent, useEffect, useRef, useState } from "react";
import type { Status } from "../../slack/desk/protocol.ts";
import { useSeen } from "../../slack/page/live.ts";
import { Icon } from "../icon.tsx";
import style from "./fault.module.css";
import { askFaults, mishaps, targets } from "./planned-fault.ts";

type Ask = (...asked: Parameters<typeof askFaults>) => void;

/** Plans what goes wrong between the app and the simulated platform. */
export function FaultDialog({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const status = useSeen((seen) => seen.status);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  const ask: Ask = (...asked) => {
    askFaults(...asked).then(setProblem, () => undefined);
  };
  const closeOnVeil = ({ target }: MouseEvent): void => {
    if (target === dialog.current) dialog.current?.close();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes every dialog.
    <dialog ref={dialog} className={style["dialog"]} aria-labelledby="faults" onClose={onClose} onClick={closeOnVeil}>
      <div className={style["content"]}>
        <header>
          <h2 id="faults">Faults</h2>
          <button type="button" aria-label="Close faults" onClick={() => dialog.current?.close()}>
            <Icon name="close" />
          </button>
        </header>
        <p className={style["quiet"]}>Break the way between Callboard and the simulated Slack, and see what it does.</p>
        <PlanForm ask={ask} />
        <Planned status={status} ask={ask} />
        <Connection status={status} ask={ask} />
        {problem !== "" && (
          <p role="alert" className={style["problem"]}>
            {problem}
          </p>
        )}
      </div>
    </dialog>
  );
}

function PlanForm({ ask }: { readonly ask: Ask }) {
  const plan = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const { target, mishap, times } = Object.fromEntries(new FormData(event.currentTarget));
    ask("POST", "", { target, fault: { ...mishaps[String(mishap)]?.fault, times: Number(times) } });
  };
  return (
    <form className={style["plan"]} onSubmit={plan}>
      <label>
        When the app calls
        <select name="target">
          {Object.entries(targets).map(([target, name]) => (
            <option key={target} value={target}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        it is
        <select name="mishap">
          {Object.entries(mishaps).map(([id, { name }]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        how often
        <select name="times">
          <option value="1">once</option>
          <option value="3">3 times</option>
        </select>
      </label>
      <button type="submit" className={style["primary"]}>
        Plan it
      </button>
    </form>
  );
}

function Planned({ status, ask }: { readonly status: Status | undefined; readonly ask: Ask }) {
  const faults = status?.faults ?? [];
  const heal = (): void => {
    ask("DELETE", "");
    if (status?.isDown) ask("POST", "/up");
  };
  const isWell = faults.length === 0 && status?.isDown !== true;
  return (
    <section aria-labelledby="planned">
      <h3 id="planned">Planned</h3>
      {faults.length === 0 && <p className={style["quiet"]}>Nothing. The next call goes through.</p>}
      <ul>
        {faults.map((fault, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two faults can read the same.
          <li key={index}>{fault}</li>
        ))}
      </ul>
      <button type="button" disabled={isWell} onClick={heal}>
        Heal everything
      </button>
    </section>
  );
}

function Connection({ status, ask }: { readonly status: Status | undefined; readonly ask: Ask }) {
  return (
    <section aria-labelledby="connection">
      <h3 id="connection">Connection</h3>
      <p role="status" className={style["state"]} data-well={stateOf(status).isWell}>
        <Icon name={stateOf(status).isWell ? "check" : "warning"} />
        {stateOf(status).words}
      </p>
      <div className={style["buttons"]}>
        <button type="button" disabled={status?.isDown === true} onClick={() => ask("POST", "/down", { ms: 10_000 })}>
          Close the port for 10 s
        </button>
        <button type="button" onClick={() => ask("POST", "/disconnect", { reason: "refresh_requested" })}>
          Disconnect the socket
        </button>
        <button type="button" onClick={() => ask("POST", "/disconnect", {})}>
          Cut the socket
        </button>
      </div>
    </section>
  );
}

function stateOf(status: Status | undefined): { readonly isWell: boolean; readonly words: string } {
  if (status?.isDown) return { isWell: false, words: "The port is closed: the app reaches nothing." };
  const count = status?.connections ?? 0;
  if (count === 0) return { isWell: false, words: "The app is not connected." };
  return { isWell: true, words: count === 1 ? "The app is connected." : `The app is connected, ${count} times.` };
}
