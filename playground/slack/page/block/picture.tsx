import { seenText } from "../mrkdwn/emoji.ts";
import { Link } from "../mrkdwn/link.tsx";
import styles from "./block.module.css";

interface Pictured {
  readonly alt_text: string;
  readonly image_url?: string;
}

/** An image by what it shows: the page loads nothing from elsewhere, so it leads there instead. */
export function Picture({ image, title }: { readonly image: Pictured; readonly title?: string | undefined }) {
  const words = `Image: ${seenText(image.alt_text)}`;
  return (
    <figure className={styles.picture}>
      {title && <figcaption>{title}</figcaption>}
      {image.image_url === undefined ? words : <Link url={image.image_url}>{words}</Link>}
    </figure>
  );
}
