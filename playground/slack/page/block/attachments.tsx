import type { KnownBlock, MessageAttachment } from "@slack/types";
import type { CSSProperties } from "react";
import type { Surface } from "../element/surface.ts";
import { each } from "../mrkdwn/each.ts";
import { seenText } from "../mrkdwn/emoji.ts";
import { Link } from "../mrkdwn/link.tsx";
import { Mrkdwn } from "../mrkdwn/mrkdwn.tsx";
import styles from "./block.module.css";
import { BlockBoundary } from "./block-boundary.tsx";
import { Blocks } from "./blocks.tsx";
import { Picture } from "./picture.tsx";

interface Props {
  readonly attachments: readonly MessageAttachment[];
  /** Where they stand; without it the blocks within them are not drawn. */
  readonly surface?: Surface;
}

/** The older way to add something to a message: text beside a coloured line. */
export function Attachments({ attachments, surface }: Props) {
  return each(attachments, (attachment) => (
    <BlockBoundary block={attachment}>
      <Attachment attachment={attachment} surface={surface} />
    </BlockBoundary>
  ));
}

function Attachment({
  attachment,
  surface,
}: {
  readonly attachment: MessageAttachment;
  readonly surface: Surface | undefined;
}) {
  const { pretext, author_name: author, title, title_link: titleUrl, text, fields = [], footer, fallback } = attachment;
  const isEmpty = !(
    attachment.blocks ||
    pretext ||
    author ||
    title ||
    text ||
    fields.length > 0 ||
    attachment.image_url
  );
  return (
    <div className={styles.attachment}>
      {pretext && <Mrkdwn text={pretext} isVerbatim={false} />}
      <div className={styles.lined} style={lineOf(attachment.color)}>
        {author && <div className={styles.small}>{seenText(author)}</div>}
        {title && <strong>{titleUrl ? <Link url={titleUrl}>{seenText(title)}</Link> : seenText(title)}</strong>}
        {text && <Mrkdwn text={text} isVerbatim={false} />}
        {fields.length > 0 && (
          <div className={styles.fields}>
            {each(fields, (field) => (
              <div>
                <strong>{seenText(field.title)}</strong>
                <br />
                <Mrkdwn text={field.value} isVerbatim={false} />
              </div>
            ))}
          </div>
        )}
        {attachment.image_url && (
          <Picture image={{ alt_text: fallback || "attached", image_url: attachment.image_url }} />
        )}
        {attachment.blocks && surface && (
          <Blocks blocks={attachment.blocks as readonly KnownBlock[]} surface={surface} />
        )}
        {isEmpty && <Mrkdwn text={fallback ?? ""} isVerbatim={false} />}
        {footer && <div className={styles.small}>{seenText(footer)}</div>}
      </div>
    </div>
  );
}

/** A colour that the app chose: three have a name, others are said in hexadecimal digits. */
function lineOf(color = ""): CSSProperties {
  const named = { good: "var(--accent)", warning: "var(--warning)", danger: "var(--danger)" };
  if (Object.hasOwn(named, color)) return { borderColor: named[color as keyof typeof named] };
  const [, digits] = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/i.exec(color) ?? [];
  return digits === undefined ? {} : { borderColor: `#${digits}` };
}
