import { dateText } from "./date-text.ts";
import { seenText } from "./emoji.ts";
import { Link } from "./link.tsx";

/** A moment in the reader's own time zone; what it is called instead where it cannot be said. */
export function DateTime(props: {
  readonly seconds: number;
  readonly format: string;
  readonly fallback: string;
  readonly url?: string | undefined;
}) {
  const { seconds, format, fallback, url } = props;
  const reader = { now: new Date() };
  const text = dateText(seconds, format, reader);
  const time =
    text === undefined ? (
      seenText(fallback)
    ) : (
      <time
        dateTime={new Date(seconds * 1000).toISOString()}
        title={dateText(seconds, "{date_long} at {time_secs}", reader)}
      >
        {seenText(text)}
      </time>
    );
  return url === undefined ? time : <Link url={url}>{time}</Link>;
}
