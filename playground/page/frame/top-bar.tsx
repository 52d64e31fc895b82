import { type ComponentProps, lazy, type ReactNode, Suspense, useState } from "react";
import { Icon, type IconName } from "../icon.tsx";
import { useSeen } from "../live.ts";
import { goTo, usePlace } from "../place.ts";
import style from "./frame.module.css";
import { useMedia } from "./media.ts";

const FaultDialog = lazy(() =>
  import("../fault/fault-dialog.tsx").then(({ FaultDialog }) => ({ default: FaultDialog })),
);

/** The heading of the conversation, and the tools that belong to none. `onMenu` opens the drawer where there is one. */
export function TopBar({ top, onMenu }: { readonly top: ReactNode; readonly onMenu: (() => void) | undefined }) {
  return (
    <header className={style["top"]}>
      {onMenu && <Tool icon="menu" aria-label="Conversations" aria-haspopup="dialog" onClick={onMenu} />}
      <div className={style["heading"]}>{top}</div>
      <WireButton />
      <FaultsButton />
      <ThemeButton />
    </header>
  );
}

function Tool({ icon, children, ...button }: { readonly icon: IconName } & ComponentProps<"button">) {
  return (
    <button type="button" className={style["tool"]} {...button}>
      <Icon name={icon} />
      {children}
    </button>
  );
}

function WireButton() {
  const { wire, ...elsewhere } = usePlace();
  const isOpen = wire !== undefined;
  const toggle = (): void => goTo(isOpen ? elsewhere : { ...elsewhere, wire: "all" });
  return (
    <Tool icon="wire" aria-label="Wire" aria-pressed={isOpen} title="What went over the wire" onClick={toggle}>
      <span>Wire</span>
    </Tool>
  );
}

function FaultsButton() {
  const [isOpen, setOpen] = useState(false);
  const planned = useSeen(({ status }) => (status === undefined ? 0 : status.faults.length + Number(status.isDown)));
  return (
    <>
      <Tool
        icon="fault"
        aria-label={planned === 0 ? "Faults" : `Faults, ${planned} at work`}
        aria-haspopup="dialog"
        data-planned={planned || undefined}
        title="Make something go wrong"
        onClick={() => setOpen(true)}
      >
        <span>Faults</span>
      </Tool>
      {isOpen && (
        <Suspense>
          <FaultDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

/** Chooses the other theme, and keeps it; the system's holds until then. */
function ThemeButton() {
  const isSystemDark = useMedia("(prefers-color-scheme: dark)");
  const [chosen, setChosen] = useState(() => document.documentElement.dataset["theme"]);
  const isDark = chosen === undefined ? isSystemDark : chosen === "dark";
  const choose = (): void => {
    const other = isDark ? "light" : "dark";
    document.documentElement.dataset["theme"] = other;
    setChosen(other);
    try {
      localStorage.setItem("theme", other);
    } catch {
      // Storage is closed to the page: the choice holds until the page is left.
    }
  };
  const name = isDark ? "Light theme" : "Dark theme";
  return <Tool icon={isDark ? "sun" : "moon"} aria-label={name} title={name} onClick={choose} />;
}
