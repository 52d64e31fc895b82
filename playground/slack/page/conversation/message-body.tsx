import type { KnownBlock, MessageAttachment } from "@slack/types";
import { lazy, Suspense, useMemo } from "react";
import type { ShownMessage } from "../../desk/protocol.ts";
import type { Json } from "../../world.ts";
import { Mrkdwn } from "../mrkdwn/mrkdwn.tsx";
import styles from "./message.module.css";

const Blocks = lazy(() => import("../block/blocks.tsx").then((module) => ({ default: module.Blocks })));

const Attachments = lazy(() => import("../block/attachments.tsx").then((module) => ({ default: module.Attachments })));

/** What a message says; where it has blocks its text is for notifications only. */
export function MessageBody({ message }: { readonly message: ShownMessage }) {
  const { channel, ts, text, blocks, attachments } = message;
  const surface = useMemo(() => ({ channel, ts }), [channel, ts]);
  return (
    <>
      {blocks.length === 0 && text !== "" && (
        <div className={styles.text}>
          <Mrkdwn text={text} isVerbatim={false} />
        </div>
      )}
      {blocks.length > 0 && (
        <Suspense fallback={<div style={{ blockSize: likelyHeight(blocks) }} />}>
          <Blocks blocks={blocks as unknown as readonly KnownBlock[]} surface={surface} />
        </Suspense>
      )}
      {attachments.length > 0 && (
        <Suspense>
          <Attachments attachments={attachments as readonly MessageAttachment[]} surface={surface} />
        </Suspense>
      )}
    </>
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
