import { type ReactNode, useMemo } from "react";
import type { ShownMessage } from "../../desk/protocol.ts";
import { Folded } from "../../page/conversation/folded.tsx";
import { isLong } from "../../page/conversation/row.ts";
import text from "../../page/text.module.css";
import type { ShownBody } from "../desk/protocol.ts";
import { Card } from "./card/card.tsx";
import { Links } from "./links.tsx";
import { markMentions, messageHtml } from "./markdown.ts";

/** The text of a message, then its cards. */
export function Content({ message }: { readonly message: ShownMessage }) {
  const { text: written, cards, mentions } = message.body as ShownBody;
  const { channel, ts } = message;
  const surfaces = useMemo(() => cards.map((_card, card) => ({ channel, ts, card })), [cards, channel, ts]);
  const html = useMemo(() => messageHtml(markMentions(written, mentions)), [written, mentions]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: Markdown without HTML: what looks like a tag is escaped.
  const said = <Links className={text.markdown} dangerouslySetInnerHTML={{ __html: html }} />;
  return (
    <>
      {written !== "" && folded(said, isLong(written))}
      {cards.map((card, index) => {
        const surface = surfaces[index];
        return surface && <Card key={surface.card} card={card} surface={surface} isFramed />;
      })}
    </>
  );
}

function folded(said: ReactNode, isToFold: boolean): ReactNode {
  return isToFold ? <Folded>{said}</Folded> : said;
}
