import { lazy, Suspense } from "react";
import type { ShownMessage } from "../../desk/protocol.ts";
import type { ShownBody } from "../desk/protocol.ts";

const Content = lazy(() => import("./content.tsx").then((module) => ({ default: module.Content })));

/** What a message says. Markdown and cards are drawn by a part that comes with the first message. */
export function Body({ message }: { readonly message: ShownMessage }) {
  const { cards } = message.body as ShownBody;
  // About how high it will be, so that little moves when it is drawn.
  return (
    <Suspense fallback={<div style={{ blockSize: cards.length > 0 ? cards.length * 160 : 22 }} />}>
      <Content message={message} />
    </Suspense>
  );
}
