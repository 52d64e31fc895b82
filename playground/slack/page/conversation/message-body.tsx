import type { KnownBlock } from "@slack/types";
import { lazy, Suspense, useMemo } from "react";
import type { ShownMessage } from "../../desk/protocol.ts";
import type { Json } from "../../world.ts";
import { Mrkdwn } from "../mrkdwn/mrkdwn.tsx";
import styles from "./message.module.css";

const Blocks = lazy(() => import("../block/blocks.tsx").then((module) => ({ default: module.Blocks })));

/** What a message says. What people type is text, whatever blocks the platform makes of it. */
export function MessageBody({ message }: { readonly message: ShownMessage }) {
  const { channel, ts, text, blocks, isApp } = message;
  const surface = useMemo(() => ({ channel, ts }), [channel, ts]);
  if (!isApp || blocks.length === 0)
    return (
      <div className={styles.text}>
        <Mrkdwn text={text} isVerbatim={false} />
      </div>
    );
  return (
    <Suspense fallback={<div style={{ blockSize: likelyHeight(blocks) }} />}>
      <Blocks blocks={blocks as unknown as readonly KnownBlock[]} surface={surface} />
    </Suspense>
  );
}

/** About how high the blocks will be, so that little moves when they are drawn. */
function likelyHeight(blocks: readonly Json[]): number {
  return blocks.reduce((sum, { type, text }) => {
    if (type === "actions") return sum + 44;
    const lines = (text as { text?: string } | undefined)?.text?.split("\n").length ?? 1;
    return sum + lines * 22 + 6;
  }, 0);
}
