import { lazy, type ReactNode, type RefObject, Suspense, useState } from "react";
import { useSeen } from "../../slack/page/live.ts";
import { Icon } from "../icon.tsx";
import { goTo, usePlace } from "../place.ts";
import style from "./frame.module.css";
import { ThemeButton } from "./theme-button.tsx";

const FaultDialog = lazy(() =>
  import("../fault/fault-dialog.tsx").then(({ FaultDialog }) => ({ default: FaultDialog })),
);

/** The heading of the conversation, and the tools that belong to none. */
export function TopBar({
  top,
  menu,
}: {
  readonly top: ReactNode;
  readonly menu: {
    readonly ref: RefObject<HTMLButtonElement | null>;
    readonly isOpen: boolean;
    readonly open: () => void;
  };
}) {
  return (
    <header className={style["top"]}>
      <button
        ref={menu.ref}
        type="button"
        className={`${style["tool"]} ${style["menu"]}`}
        aria-label="Conversations"
        aria-expanded={menu.isOpen}
        onClick={menu.open}
      >
        <Icon name="menu" />
      </button>
      <div className={style["heading"]}>{top}</div>
      <WireButton />
      <FaultsButton />
      <ThemeButton />
    </header>
  );
}

function WireButton() {
  const place = usePlace();
  const isOpen = place.wire !== undefined;
  const toggle = (): void => {
    const { wire, ...elsewhere } = place;
    goTo(wire === undefined ? { ...elsewhere, wire: "all" } : elsewhere);
  };
  return (
    <button
      type="button"
      className={style["tool"]}
      aria-label="Wire"
      aria-pressed={isOpen}
      title="What went over the wire"
      onClick={toggle}
    >
      <Icon name="wire" />
      <span>Wire</span>
    </button>
  );
}

function FaultsButton() {
  const [isOpen, setOpen] = useState(false);
  const planned = useSeen(({ status }) => (status === undefined ? 0 : status.faults.length + Number(status.isDown)));
  const name = planned === 0 ? "Faults" : `Faults, ${planned} at work`;
  return (
    <>
      <button
        type="button"
        className={style["tool"]}
        aria-label={name}
        aria-haspopup="dialog"
        data-planned={planned || undefined}
        title="Make something go wrong"
        onClick={() => setOpen(true)}
      >
        <Icon name="fault" />
        <span>Faults</span>
      </button>
      {isOpen && (
        <Suspense>
          <FaultDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
