import type { Segment, SegmentType } from "./mrkdwn-token.ts";
import { type MrkdwnPart, mrkdwnTree } from "./mrkdwn-tree.ts";

/** What Slack makes of the text of a mrkdwn object, as stretches one after the other: a text that stays `text` is inert. */
export function readMrkdwn(text: string, options: { readonly verbatim?: boolean } = {}): readonly Segment[] {
  return joined(flat(mrkdwnTree(text, options.verbatim === true), "text"));
}

/** The words of a part have the type of what encloses them most closely. */
function flat(parts: readonly MrkdwnPart[], type: SegmentType): readonly Segment[] {
  return parts.flatMap((part): readonly Segment[] => {
    if (part.type === "leaf") return [part.segment.type === "text" ? { ...part.segment, type } : part.segment];
    const inside = flat(part.parts, part.type);
    const isMissing = part.type === "quote" && !inside.some((segment) => segment.type === "quote");
    return isMissing ? [{ type: "quote", text: "" }, ...inside] : inside;
  });
}

function joined(segments: readonly Segment[]): readonly Segment[] {
  return segments.reduce<Segment[]>((all, segment) => {
    const before = all.at(-1);
    const isSame = before?.type === "text" && segment.type === "text";
    if (isSame) all.splice(-1, 1, { type: "text", text: before.text + segment.text });
    else all.push(segment);
    return all;
  }, []);
}
