import { type ComponentProps, type RefObject, useLayoutEffect, useRef } from "react";
import styles from "./element.module.css";

const gap = 4;
const edge = 8;
const wanted = 240;

/** A list that opens over everything, below what it belongs to or above it where there is more room. */
export function Popup({
  anchor,
  ...props
}: ComponentProps<"div"> & { readonly anchor: RefObject<HTMLElement | null> }) {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const popup = ref.current;
    if (popup === null) return;
    popup.showPopover();
    // Pressing in it leaves the focus where it is.
    popup.addEventListener("mousedown", (event) => event.preventDefault());
    const place = () => placed(popup, anchor.current?.getBoundingClientRect());
    const observer = new ResizeObserver(place);
    if (anchor.current) observer.observe(anchor.current);
    place();
    addEventListener("scroll", place, { capture: true, passive: true });
    addEventListener("resize", place);
    visualViewport?.addEventListener("resize", place);
    return () => {
      observer.disconnect();
      removeEventListener("scroll", place, { capture: true });
      removeEventListener("resize", place);
      visualViewport?.removeEventListener("resize", place);
    };
  }, [anchor]);
  return <div ref={ref} popover="manual" className={styles.popup} {...props} />;
}

function placed(popup: HTMLElement, box: DOMRect | undefined): void {
  if (box === undefined) return;
  // Without what a keyboard on the screen covers.
  const height = visualViewport?.height ?? innerHeight;
  const below = height - box.bottom - gap - edge;
  const above = box.top - gap - edge;
  const isAbove = below < wanted && above > below;
  popup.style.minWidth = `${Math.min(box.width, innerWidth - 2 * edge)}px`;
  popup.style.maxHeight = `${Math.min(320, Math.max(80, isAbove ? above : below))}px`;
  popup.style.left = `${Math.max(edge, Math.min(box.left, innerWidth - popup.offsetWidth - edge))}px`;
  popup.style.top = isAbove ? "auto" : `${box.bottom + gap}px`;
  popup.style.bottom = isAbove ? `${innerHeight - box.top + gap}px` : "auto";
}
