import type { KnownBlock } from "@slack/types";
import { Component, createElement, type ReactNode } from "react";
import { each } from "../../../page/each.ts";
import { Element } from "../element/element.tsx";
import { InputBlock } from "../element/input-block.tsx";
import type { Surface } from "../element/surface.ts";
import { seenText } from "../mrkdwn/emoji.ts";
import { Link } from "../mrkdwn/link.tsx";
import { plainWords, TextObject } from "../mrkdwn/text-object.tsx";
import styles from "./block.module.css";

interface BlockProps<Type extends KnownBlock["type"] = KnownBlock["type"]> {
  readonly block: Extract<KnownBlock, { type: Type }>;
  readonly surface: Surface;
}

/** The blocks of a message or a modal, one below the other. */
export function Blocks({ blocks, surface }: { readonly blocks: readonly KnownBlock[]; readonly surface: Surface }) {
  return (
    <div className={styles.blocks}>
      {blocks.map((block) => (
        <BlockBoundary key={block.block_id ?? blocks.indexOf(block)} block={block} surface={surface} />
      ))}
    </div>
  );
}

/** Keeps a block that cannot be drawn from taking the page with it. */
class BlockBoundary extends Component<BlockProps, { readonly isFailed: boolean }> {
  override state = { isFailed: false };

  static getDerivedStateFromError(): { readonly isFailed: boolean } {
    return { isFailed: true };
  }

  override render(): ReactNode {
    return this.state.isFailed ? <Undrawn block={this.props.block} /> : <Block {...this.props} />;
  }
}

function Block({ block, surface }: BlockProps): ReactNode {
  const { block_id: blockId = "" } = block;
  switch (block.type) {
    case "section":
      return <Section block={block} surface={surface} />;
    case "actions":
      return (
        <div className={styles.actions}>
          {block.elements.map((element) => (
            <Element key={element.action_id} element={element} blockId={blockId} surface={surface} />
          ))}
        </div>
      );
    case "context":
      return (
        <div className={styles.context}>
          {each(block.elements, (element) =>
            element.type === "image" ? <Picture image={element} /> : <TextObject object={element} />,
          )}
        </div>
      );
    case "input":
      return <InputBlock block={block} surface={surface} />;
    case "divider":
      return <hr />;
    case "header":
      // Below the conversation's name, or below the modal's.
      return createElement("viewId" in surface ? "h3" : "h2", undefined, plainWords(block.text));
    case "image":
      return <Picture image={block} />;
    default:
      return <Undrawn block={block} />;
  }
}

function Section({ block, surface }: BlockProps<"section">) {
  const { text, fields = [], accessory, block_id: blockId = "" } = block;
  return (
    <div className={styles.section}>
      <div>
        {text && <TextObject object={text} />}
        {fields.length > 0 && (
          <div className={styles.fields}>
            {each(fields, (field) => (
              <TextObject object={field} />
            ))}
          </div>
        )}
      </div>
      {accessory &&
        (accessory.type === "image" ? (
          <Picture image={accessory} />
        ) : (
          <Element element={accessory} blockId={blockId} surface={surface} />
        ))}
    </div>
  );
}

/** An image by what it shows: the page loads nothing from elsewhere, so it leads there instead. */
function Picture({ image }: { readonly image: { readonly alt_text: string; readonly image_url?: string } }) {
  const words = `Image: ${seenText(image.alt_text)}`;
  return image.image_url === undefined ? words : <Link url={image.image_url}>{words}</Link>;
}

/** A block as it was sent. */
function Undrawn({ block }: { readonly block: KnownBlock }) {
  return (
    <details className={styles.undrawn}>
      <summary>This page does not draw “{block.type}” blocks.</summary>
      <pre>{JSON.stringify(block, undefined, 2)}</pre>
    </details>
  );
}
