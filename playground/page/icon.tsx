/** One path each, on a field of 20 × 20, drawn as a line of 1.6. */
const paths = {
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  close: "M5 5l10 10M15 5L5 15",
  check: "M4 10.5l4 4 8-9",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  plus: "M10 4v12M4 10h12",
  down: "M5 8l5 5 5-5",
  back: "M12 5l-5 5 5 5",
  send: "M3.5 10h11M9.5 4.5L15 10l-5.5 5.5",
  thread: "M3.5 4.5h13v8.5H9l-3.5 3v-3h-2zM7 7.5h6M7 10h4",
  copy: "M7.5 7.5h9v9h-9zM12.5 4.5v-1h-9v9h1",
  lock: "M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5M10 8a2 2 0 1 1 0 4 2 2 0 0 1 0-4",
  wire: "M2.5 7h12M11.5 4l3 3-3 3M17.5 13h-12M8.5 10l-3 3 3 3",
  fault: "M11 2.5L4.5 11.5H9.5L8.5 17.5 15.5 8.5H10.5z",
  sent: "M3.5 10h12.5M11 5l5 5-5 5",
  received: "M16.5 10H4M9 5l-5 5 5 5",
  sun: "M10 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7M10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.4 1.4M14.6 14.6L16 16M16 4l-1.4 1.4M5.4 14.6L4 16",
  moon: "M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5",
} as const;

/** The name of an icon. */
export type IconName = keyof typeof paths;

/** A line drawing in the colour of the text; says nothing to screen readers. */
export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === "more" ? 2.6 : 1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}

/** The Callboard mark: three lines on a board. */
export function Mark({ size = 24 }: { readonly size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 16 16" fill="none" focusable="false">
      <rect width="16" height="16" rx="4" fill="var(--accent)" />
      <path d="M4 5h8M4 8h8M4 11h5" stroke="var(--on-accent)" strokeWidth="1.6" strokeLinecap="round" />
    </svg>
  );
}
