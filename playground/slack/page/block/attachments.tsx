import type { KnownBlock, MessageAttachment } from "@slack/types";
import type { Surface } from "../element/surface.ts";
import { each } from "../mrkdwn/each.ts";
import { seenText } from "../mrkdwn/emoji.ts";
import { Link } from "../mrkdwn/link.tsx";
import { Mrkdwn } from "../mrkdwn/mrkdwn.tsx";
import styles from "./block.module.css";
import { BlockBoundary } from "./block-boundary.tsx";
import { Blocks } from "./blocks.tsx";

interface AttachmentProps {
  readonly attachment: MessageAttachment;
  readonly surface: Surface;
}

/** The older way to add something to a message: text beside a line. Their buttons and images are not drawn. */
export function Attachments(props: { readonly attachments: readonly MessageAttachment[]; readonly surface: Surface }) {
  return each(props.attachments, (attachment) => (
    <BlockBoundary block={attachment}>
      <Attachment attachment={attachment} surface={props.surface} />
    </BlockBoundary>
  ));
}

function Attachment({ attachment, surface }: AttachmentProps) {
  const { pretext, title, title_link: titleUrl, text, fields = [], blocks = [], footer, fallback } = attachment;
  const isEmpty = !(pretext || title || text || fields.length > 0 || blocks.length > 0);
  return (
    <div className={styles.attachment}>
      {pretext && <Mrkdwn text={pretext} />}
      <div className={styles.lined}>
        {title && <strong>{titleUrl ? <Link url={titleUrl}>{seenText(title)}</Link> : seenText(title)}</strong>}
        {text && <Mrkdwn text={text} />}
        {each(fields, (field) => (
          <div>
            <strong>{seenText(field.title)}</strong> <Mrkdwn text={field.value} />
          </div>
        ))}
        {blocks.length > 0 && <Blocks blocks={blocks as readonly KnownBlock[]} surface={surface} />}
        {isEmpty && <Mrkdwn text={fallback ?? ""} />}
        {footer && <div className={styles.small}>{seenText(footer)}</div>}
      </div>
    </div>
  );
}
