import type { ActionsBlock, AlertBlock, ContextBlock, KnownBlock, SectionBlock } from "@slack/types";
import { createElement, type ReactNode } from "react";
import { Element } from "../element/element.tsx";
import { InputBlock } from "../element/input-block.tsx";
import type { Surface } from "../element/surface.ts";
import { each } from "../mrkdwn/each.ts";
import { plainWords, TextObject } from "../mrkdwn/text-object.tsx";
import styles from "./block.module.css";
import { BlockBoundary, Undrawn } from "./block-boundary.tsx";
import { Picture } from "./picture.tsx";
import { RichText } from "./rich-text.tsx";
import { Table } from "./table.tsx";

/** The blocks of a message or a modal, one below the other. */
export function Blocks({ blocks, surface }: { readonly blocks: readonly KnownBlock[]; readonly surface: Surface }) {
  return (
    <div className={styles.blocks}>
      {blocks.map((block) => (
        <BlockBoundary key={block.block_id ?? blocks.indexOf(block)} block={block}>
          <Block block={block} surface={surface} />
        </BlockBoundary>
      ))}
    </div>
  );
}

interface BlockProps<Type extends KnownBlock> {
  readonly block: Type;
  readonly surface: Surface;
}

function Block({ block, surface }: BlockProps<KnownBlock>): ReactNode {
  switch (block.type) {
    case "section":
      return <Section block={block} surface={surface} />;
    case "actions":
      return <Actions block={block} surface={surface} />;
    case "context":
      return <Context block={block} />;
    case "input":
      return <InputBlock block={block} surface={surface} />;
    case "divider":
      return <hr className={styles.divider} />;
    case "header":
      // Below the conversation's name, or below the modal's.
      return createElement("viewId" in surface ? "h3" : "h2", { className: styles.header }, plainWords(block.text));
    case "image":
      return <Picture image={block} title={block.title && plainWords(block.title)} />;
    case "rich_text":
      return <RichText block={block} />;
    case "table":
      return <Table block={block} />;
    case "alert":
      return <Alert block={block} />;
    case "markdown":
      return <Markdown text={block.text} />;
    default:
      return <Undrawn block={block}>This page does not draw “{block.type}” blocks.</Undrawn>;
  }
}

function Section({ block, surface }: BlockProps<SectionBlock>) {
  const { text, fields, accessory, block_id: blockId = "" } = block;
  return (
    <div className={styles.section}>
      <div className={styles.words}>
        {text && <TextObject object={text} />}
        {fields && (
          <div className={styles.fields}>
            {each(fields, (field) => (
              <div>
                <TextObject object={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory && (
        <div className={styles.accessory}>
          {accessory.type === "image" ? (
            <Picture image={accessory} />
          ) : (
            <Element element={accessory} blockId={blockId} surface={surface} />
          )}
        </div>
      )}
    </div>
  );
}

function Actions({ block, surface }: BlockProps<ActionsBlock>) {
  return (
    <div className={styles.actions}>
      {block.elements.map((element) => (
        <Element key={element.action_id} element={element} blockId={block.block_id ?? ""} surface={surface} />
      ))}
    </div>
  );
}

function Context({ block }: { readonly block: ContextBlock }) {
  return (
    <div className={styles.context}>
      {each(block.elements, (element) => (
        <div>{element.type === "image" ? <Picture image={element} /> : <TextObject object={element} />}</div>
      ))}
    </div>
  );
}

const levels = { default: "Note", info: "Note", warning: "Warning", error: "Problem", success: "Done" } as const;

function Alert({ block: { text, level = "default" } }: { readonly block: AlertBlock }) {
  return (
    <div className={styles.alert} data-level={level}>
      <strong>{levels[level]}</strong> <TextObject object={text} />
    </div>
  );
}

/** Nothing of ours sends one, so that nobody misses its formatting. */
function Markdown({ text }: { readonly text: string }) {
  return (
    <figure className={styles.markdown}>
      <pre>{text}</pre>
      <figcaption>Markdown as sent: this page does not format it.</figcaption>
    </figure>
  );
}
