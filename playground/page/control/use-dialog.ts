import { type KeyboardEvent, type SyntheticEvent, useLayoutEffect, useRef } from "react";

/** A native dialog that is modal while `isOpen`; where the focus was, it is again afterwards. */
export function useDialog(isOpen: boolean, onEscape: () => void) {
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!isOpen || dialog === null) return;
    dialog.showModal();
    // Taken out of the page while open it would leave the focus nowhere.
    return () => dialog.close();
  }, [isOpen]);
  return {
    ref,
    // A browser closes the dialog on the second Escape whatever `cancel` is answered; of a key that is taken it knows nothing.
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      onEscape();
    },
    // The Back gesture of a telephone.
    onCancel: (event: SyntheticEvent) => {
      event.preventDefault();
      onEscape();
    },
  };
}
