import { lazy, Suspense, useMemo } from "react";
import type { ShownMessage } from "../../desk/protocol.ts";
import { Folded } from "../../page/conversation/folded.tsx";
import { isLong } from "../../page/conversation/row.ts";
import type { ShownBlock } from "../desk/protocol.ts";
import type { Json } from "../world.ts";
import { Mrkdwn } from "./mrkdwn/mrkdwn.tsx";

const Blocks = lazy(() => import("./block/blocks.tsx").then((module) => ({ default: module.Blocks })));

/** Where a message has blocks its text is for notifications only. */
export function Body({ message: { channel, ts, text, body } }: { readonly message: ShownMessage }) {
  const blocks = body as readonly ShownBlock[];
  const surface = useMemo(() => ({ channel, ts }), [channel, ts]);
  if (blocks.length === 0)
    return isLong(text) ? (
      <Folded>
        <Mrkdwn text={text} />
      </Folded>
    ) : (
      <Mrkdwn text={text} />
    );
  return (
    <Suspense fallback={<div style={{ blockSize: likelyHeight(blocks) }} />}>
      <Blocks blocks={blocks} surface={surface} />
    </Suspense>
  );
}

/** About how high the blocks will be, so that little moves when they are drawn. */
function likelyHeight(blocks: readonly Json[]): number {
  return blocks.reduce((sum, { type, text }) => {
    if (type === "actions") return sum + 40;
    const lines = (text as { text?: string } | undefined)?.text?.split("\n").length ?? 1;
    return sum + lines * 22 + 2;
  }, 0);
}
