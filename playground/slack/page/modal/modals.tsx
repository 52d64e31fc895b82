import { useSeen } from "../live.ts";
import { Modal } from "./modal.tsx";

/** The open modals: the top one is shown, those below keep what was typed in them. */
export function Modals() {
  const views = useSeen((seen) => seen.views);
  return views.map((view, index) => (
    <Modal key={view.id} view={view} isTop={index === views.length - 1} isPushed={index > 0} />
  ));
}
