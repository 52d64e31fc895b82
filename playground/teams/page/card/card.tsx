import { type Action, ExecuteAction, OpenUrlAction, SubmitAction } from "adaptivecards";
import { type RefObject, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import control from "../../../page/control/control.module.css";
import { Menu } from "../../../page/conversation/menu.tsx";
import { useProblem } from "../../../page/use-problem.ts";
import type { Surface } from "../../desk/act.ts";
import type { Json } from "../../world.ts";
import { Links, useVisit } from "../links.tsx";
import { useTeams } from "../use-teams.ts";
import styles from "./card.module.css";
import { type DrawnCard, drawnCard } from "./drawn-card.ts";
import { inputsOf } from "./inputs.ts";
import { Typeahead } from "./typeahead.tsx";

/** An Adaptive Card in a message or a dialog; another one in its place keeps the focus. */
export function Card(props: {
  readonly card: Json;
  readonly surface: Surface;
  readonly isFramed?: boolean;
  /** Told when everything in it can be used. */
  readonly onDrawn?: () => void;
}) {
  const { card: json, surface, isFramed = false } = props;
  const host = useRef<HTMLElement>(null);
  const [drawn, setDrawn] = useState<DrawnCard>();
  const { problem, said, press } = usePress(surface);
  const onPress = useEffectEvent(press);
  useLayoutEffect(() => {
    const next = drawnCard(json, (action) => onPress(action));
    const hadFocus = host.current?.contains(document.activeElement);
    host.current?.replaceChildren(next.element ?? "");
    setDrawn(next);
    if (hadFocus) host.current?.focus();
  }, [json]);
  const onDrawn = useEffectEvent(() => drawn && props.onDrawn?.());
  // biome-ignore lint/correctness/useExhaustiveDependencies: its menus and searches come with what is drawn.
  useLayoutEffect(() => void onDrawn(), [drawn]);
  const place = { ref: host as RefObject<never>, tabIndex: -1, className: styles.card };
  return (
    <Links className={isFramed ? styles.framed : styles.bare}>
      {/* Radio buttons of the same name in two cards belong together, unless each card is a form. A dialog is one already. */}
      {isFramed ? <form {...place} onSubmit={(event) => event.preventDefault()} /> : <div {...place} />}
      {drawn?.menus.map(({ host: place, actions }, index) =>
        createPortal(
          <Menu label="More options" className={control.button} entries={actions.map(entryOf)}>
            <span aria-hidden="true">⋯</span>
          </Menu>,
          place,
          String(index),
        ),
      )}
      {drawn?.searches.map((input) =>
        input.host ? createPortal(<Typeahead input={input} surface={surface} />, input.host, input.id) : null,
      )}
      {drawn?.unknown.map((type) => (
        <p key={type} className={control.quiet}>
          This page does not draw “{type}” elements.
        </p>
      ))}
      {said && <p role="status">{said}</p>}
      {problem && (
        <p role="alert" className={control.problem}>
          {problem}
        </p>
      )}
    </Links>
  );
}

function entryOf(action: Action) {
  return { name: action.title ?? "", choose: () => action.execute() };
}

/** What a button of a card does. One at a time: a second press of what is under way would be another request. */
function usePress(surface: Surface) {
  const live = useTeams();
  const { who, visit } = useVisit();
  const [problem, setProblem] = useProblem();
  const [notice, setNotice] = useState<string>();
  const isBusy = useRef(false);
  const send = async (action: SubmitAction | ExecuteAction): Promise<void> => {
    const { type, id, verb, data, associatedInputs } = action.toJSON() as Json;
    const inputs = associatedInputs === "none" ? {} : inputsOf(action.parent?.getRootElement());
    const pressed = { type: type as "Action.Submit", ...dropped({ id, verb, data }) };
    const result = await live.act({ do: "press", surface, action: pressed, inputs });
    setProblem(result.problem);
    setNotice(result.notice);
  };
  const press = async (action: Action): Promise<void> => {
    const { url = "" } = action instanceof OpenUrlAction ? action : {};
    if (!visit(url) && /^https?:/i.test(url)) open(url, "_blank", "noreferrer");
    if (isBusy.current || !(action instanceof SubmitAction || action instanceof ExecuteAction)) return;
    isBusy.current = true;
    action.renderedElement?.setAttribute("aria-busy", "true");
    try {
      await send(action);
    } finally {
      action.renderedElement?.removeAttribute("aria-busy");
      isBusy.current = false;
    }
  };
  return { problem, said: notice ?? who, press };
}

function dropped(fields: Json): Json {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
