/** `Today`, `Tuesday, February 18th, 2014`: a day in English, as all of the page. */
export function dayText(day: Date, now: Date): string {
  const text = nearDay(day, now) ?? withOrdinal(day.toLocaleDateString("en-US", { dateStyle: "full" }));
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `today`, `yesterday`, `tomorrow`; undefined for a day that is farther away. */
export function nearDay(day: Date, now: Date): string | undefined {
  const days = Math.round((midnight(day) - midnight(now)) / 86_400_000);
  return Math.abs(days) > 1 ? undefined : new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(days, "day");
}

/** When the day began, in the reader's zone. */
export function midnight(day: Date): number {
  return new Date(day).setHours(0, 0, 0, 0);
}

/** `February 18, 2014` as `February 18th, 2014`. */
export function withOrdinal(date: string): string {
  return date.replace(/\d+(?=,)/, (day) => {
    const isTeen = day.length === 2 && day.startsWith("1");
    return `${day}${(!isTeen && ["th", "st", "nd", "rd"][Number(day) % 10]) || "th"}`;
  });
}
