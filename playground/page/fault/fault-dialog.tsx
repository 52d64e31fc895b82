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
  useEffect(() => dialog.current?.showModal(), []);
  const ask: Ask = async (...asked) => setProblem(await askFaults(...asked));
  const close = (): void => dialog.current?.close();
  const closeOnVeil = ({ target }: MouseEvent): void => {
    if (target === dialog.current) close();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes every dialog.
    <dialog ref={dialog} className={style["dialog"]} aria-labelledby="faults" onClose={onClose} onClick={closeOnVeil}>
      <div className={style["content"]}>
        <div className={style["row"]}>
          <h2 id="faults">Faults</h2>
          <button type="button" aria-label="Close faults" onClick={close}>
            <Icon name="close" size={16} />
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

const questions = [
  ["What the app asks", "target", targets],
  ["What happens to it", "mishap", Object.keys(mishaps)],
  ["How often", "times", ["1", "3"]],
] as const;
const words: Readonly<Record<string, string>> = { "*": "anything", "1": "once", "3": "3 times" };

function PlanForm({ ask }: { readonly ask: Ask }) {
  const plan = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const { target, mishap, times } = Object.fromEntries(new FormData(event.currentTarget));
    void ask("POST", "", { target, fault: { ...mishaps[String(mishap)], times: Number(times) } });
  };
  return (
    <form className={style["row"]} onSubmit={plan}>
      {questions.map(([label, name, choices]) => (
        <label key={name}>
          {label}
          <select name={name}>
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                {words[choice] ?? choice}
              </option>
            ))}
          </select>
        </label>
      ))}
      <button type="submit" className={style["primary"]}>
        Plan it
      </button>
    </form>
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
      {faults.length === 0 && <p className={style["quiet"]}>Nothing.</p>}
      {faults.map((fault, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two faults can read the same.
        <p key={index}>{fault}</p>
      ))}
      <button type="button" onClick={() => void heal()}>
        Heal everything
      </button>
    </section>
  );
}

function Connection({ status, ask }: PartProps) {
  const trouble = troubleOf(status);
  return (
    <section className={style["section"]} aria-labelledby="connection">
      <h3 id="connection">Connection</h3>
      <p role="status" className={trouble && style["bad"]}>
        {trouble || "The app is connected."}
      </p>
      <div className={style["row"]}>
        <button type="button" onClick={() => void ask("POST", "/down", { ms: 10_000 })}>
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
