import { type MouseEvent, useState } from "react";
import type { Status } from "../../desk/protocol.ts";
import element from "../control/control.module.css";
import modal from "../control/dialog.module.css";
import { Icon } from "../icon.tsx";
import { usePlatform, useSeen } from "../live.ts";
import style from "./fault.module.css";

/** What can happen to a call, as it is told and as it is planned. */
const mishaps: Readonly<Record<string, object>> = {
  "is answered after 2 s": { delayMs: 2000 },
  "is refused with 429, Retry-After 3 s": { retryAfterSec: 3 },
  "is refused with 500": { status: 500 },
  "is accepted, then the connection is reset": { acceptThenReset: true },
};
const questions = (calls: readonly string[]) => [
  ["What the app asks", "target", ["*", ...calls]] as const,
  ["What happens to it", "mishap", Object.keys(mishaps)] as const,
  ["How often", "times", ["1", "3"]] as const,
];
const words: Readonly<Record<string, string>> = { "*": "anything", "1": "once", "3": "3 times" };

type Ask = (method: "POST" | "DELETE", path: string, body?: object) => Promise<void>;

/** Plans what goes wrong between the app and the simulated platform. */
export function FaultDialog({ onClose }: { readonly onClose: () => void }) {
  const status = useSeen((seen) => seen.status);
  const [problem, setProblem] = useState("");
  const { id, name } = usePlatform();
  const ask: Ask = async (method, path, body = {}) => setProblem(await problemOf(method, `/${id}/faults${path}`, body));
  const heal = async (): Promise<void> => {
    await ask("DELETE", "");
    if (status?.isDown) await ask("POST", "/up");
  };
  const isSound = status?.faults.length === 0 && !status.isDown;
  return (
    <dialog ref={show} className={modal["modal"]} aria-labelledby="faults" closedby="any" onClose={onClose}>
      <form method="dialog">
        <header>
          <h2 id="faults">Faults</h2>
          <button type="submit" className={modal["icon"]} aria-label="Close faults">
            <Icon name="close" />
          </button>
        </header>
        <div className={modal["body"]}>
          <div className={style["body"]}>
            <p>Break the way between Callboard and the simulated {name}, and see what it does.</p>
            <Plan ask={ask} />
            <section aria-labelledby="planned">
              <h3 id="planned">Planned</h3>
              {status?.faults.length === 0 && <p>Nothing.</p>}
              {status?.faults.map((fault, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two faults can read the same.
                <p key={index}>{fault}</p>
              ))}
            </section>
            <Connection status={status} ask={ask} />
            <p role="alert" className={style["bad"]}>
              {problem}
            </p>
          </div>
        </div>
        <footer>
          <Push isOff={isSound} push={heal}>
            Heal everything
          </Push>
          <button type="submit" className={element["button"]}>
            Close
          </button>
        </footer>
      </form>
    </dialog>
  );
}

function show(dialog: HTMLDialogElement | null): void {
  dialog?.showModal();
}

function Push(props: { readonly push: () => Promise<void>; readonly isOff?: boolean; readonly children: string }) {
  const { push, isOff = false, children } = props;
  return (
    <button type="button" className={element["button"]} disabled={isOff} onClick={() => void push()}>
      {children}
    </button>
  );
}

function Plan({ ask }: { readonly ask: Ask }) {
  const { calls } = usePlatform();
  const plan = ({ currentTarget: { form } }: MouseEvent<HTMLButtonElement>): void => {
    const { target, mishap, times } = Object.fromEntries(new FormData(form ?? undefined));
    void ask("POST", "", { target, fault: { ...mishaps[String(mishap)], times: Number(times) } });
  };
  return (
    <div className={style["plan"]}>
      {questions(calls).map(([label, name, choices]) => (
        <label key={name} className={element["input"]}>
          <span className={element["label"]}>{label}</span>
          <select name={name} className={element["text"]}>
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                {words[choice] ?? choice}
              </option>
            ))}
          </select>
        </label>
      ))}
      <button type="button" className={element["button"]} data-style="primary" onClick={plan}>
        Plan it
      </button>
    </div>
  );
}

function Connection({ status, ask }: { readonly status: Status | undefined; readonly ask: Ask }) {
  const { socket } = usePlatform();
  const away = status?.connections ? "" : "The app is not connected.";
  const trouble = status?.isDown ? "The port is closed: the app reaches nothing." : away;
  return (
    <section aria-labelledby="connection">
      <h3 id="connection">Connection</h3>
      <p role="status" className={trouble && style["bad"]}>
        {trouble || "The app is connected."}
      </p>
      <div className={style["row"]}>
        <Push push={() => ask("POST", "/down", { ms: 10_000 })}>Close the port for 10 s</Push>
        {socket && (
          <>
            <Push push={() => ask("POST", "/disconnect", { reason: "refresh_requested" })}>Disconnect the socket</Push>
            <Push push={() => ask("POST", "/disconnect")}>Cut the socket</Push>
          </>
        )}
      </div>
    </section>
  );
}

/** Asks for faults, or for their end; returns why it was not done, or "". */
async function problemOf(method: string, path: string, body: object): Promise<string> {
  try {
    const headers = { "content-type": "application/json" };
    const response = await fetch(path, { method, headers, body: JSON.stringify(body) });
    // Read in any case: what is left unread counts as a request that was broken off.
    const { problem = "" } = (await response.json()) as { readonly problem?: string };
    return problem;
  } catch {
    return "The playground does not answer. Is npm start still running?";
  }
}
