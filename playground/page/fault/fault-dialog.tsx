import { type FormEvent, type MouseEvent, useEffect, useRef, useState } from "react";
import type { Status } from "../../slack/desk/protocol.ts";
import { useSeen } from "../../slack/page/live.ts";
import { Icon } from "../icon.tsx";
import style from "./fault.module.css";
import { askFaults, mishaps, targets } from "./planned-fault.ts";

type Ask = (...asked: Parameters<typeof askFaults>) => Promise<void>;

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
  const ask: Ask = async (...asked) => setProblem(await askFaults(...asked));
  const closeOnVeil = ({ target }: MouseEvent): void => {
    if (target === dialog.current) dialog.current?.close();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes every dialog.
    <dialog ref={dialog} className={style["dialog"]} aria-labelledby="faults" onClose={onClose} onClick={closeOnVeil}>
      <div className={style["content"]}>
        <div className={style["row"]}>
          <h2 id="faults">Faults</h2>
          <button
            type="button"
            className={style["close"]}
            aria-label="Close faults"
            onClick={() => dialog.current?.close()}
          >
            <Icon name="close" />
          </button>
        </div>
        <p className={style["quiet"]}>Break the way between Callboard and the simulated Slack, and see what it does.</p>
        <PlanForm ask={ask} />
        <Planned status={status} ask={ask} />
        <Connection status={status} ask={ask} />
        <p role="alert" className={style["bad"]}>
          {problem}
        </p>
      </div>
    </dialog>
  );
}

function PlanForm({ ask }: { readonly ask: Ask }) {
  const plan = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const { target, mishap, times } = Object.fromEntries(new FormData(event.currentTarget));
    const [, fault] = mishaps.find(([name]) => name === mishap) ?? mishaps[0];
    void ask("POST", "", { target, fault: { ...fault, times: Number(times) } });
  };
  return (
    <form className={style["row"]} onSubmit={plan}>
      <Choice label="What the app asks" name="target" choices={targets} />
      <Choice label="What happens to it" name="mishap" choices={mishaps.map(([name]) => [name, name])} />
      <Choice
        label="How often"
        name="times"
        choices={[
          ["1", "once"],
          ["3", "3 times"],
        ]}
      />
      <button type="submit" className={style["primary"]}>
        Plan it
      </button>
    </form>
  );
}

function Choice(props: {
  readonly label: string;
  readonly name: string;
  readonly choices: readonly (readonly [string, string])[];
}) {
  return (
    <label>
      {props.label}
      <select name={props.name}>
        {props.choices.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

interface PartProps {
  readonly status: Status | undefined;
  readonly ask: Ask;
}

function Planned({ status, ask }: PartProps) {
  const faults = status?.faults ?? [];
  const heal = async (): Promise<void> => {
    await ask("DELETE", "");
    if (status?.isDown) await ask("POST", "/up");
  };
  return (
    <section className={style["section"]} aria-labelledby="planned">
      <h3 id="planned">Planned</h3>
      {faults.length === 0 && <p className={style["quiet"]}>Nothing: the next call goes through.</p>}
      {faults.length > 0 && (
        <ul>
          {faults.map((fault, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two faults can read the same.
            <li key={index}>{fault}</li>
          ))}
        </ul>
      )}
      <p>
        <button type="button" disabled={faults.length === 0 && status?.isDown !== true} onClick={() => void heal()}>
          Heal everything
        </button>
      </p>
    </section>
  );
}

function Connection({ status, ask }: PartProps) {
  const trouble = troubleOf(status);
  return (
    <section className={style["section"]} aria-labelledby="connection">
      <h3 id="connection">Connection</h3>
      <p role="status" className={`${style["state"]} ${trouble && style["bad"]}`}>
        <Icon name={trouble === "" ? "check" : "warning"} />
        {trouble || "The app is connected."}
      </p>
      <div className={style["row"]}>
        <button type="button" disabled={status?.isDown} onClick={() => void ask("POST", "/down", { ms: 10_000 })}>
          Close the port for 10 s
        </button>
        <button type="button" onClick={() => void ask("POST", "/disconnect", { reason: "refresh_requested" })}>
          Disconnect the socket
        </button>
        <button type="button" onClick={() => void ask("POST", "/disconnect")}>
          Cut the socket
        </button>
      </div>
    </section>
  );
}

function troubleOf(status: Status | undefined): string {
  if (status?.isDown) return "The port is closed: the app reaches nothing.";
  return status?.connections ? "" : "The app is not connected.";
}
