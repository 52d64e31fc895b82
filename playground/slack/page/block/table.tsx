import type { TableBlock } from "@slack/types";
import { each } from "../mrkdwn/each.ts";
import { seenText } from "../mrkdwn/emoji.ts";
import styles from "./block.module.css";
import { RichText } from "./rich-text.tsx";

type Cell = TableBlock["rows"][number][number];

/** Rows of cells below a first row of headings. It scrolls by itself where it is wider than the page. */
export function Table({ block: { rows, column_settings: columns = [] } }: { readonly block: TableBlock }) {
  const [headings = [], ...others] = rows.map((row) =>
    row.map((cell, column) => ({ cell, column, align: columns[column]?.align })),
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.scrolled} aria-label="Table" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {headings.map(({ cell, column, align }) => (
              <th key={column} scope="col" style={{ textAlign: align }}>
                {contentOf(cell)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {each(others, (row) => (
            <tr>
              {row.map(({ cell, column, align }) => (
                <td key={column} style={{ textAlign: align }}>
                  {contentOf(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function contentOf(cell: Cell) {
  switch (cell.type) {
    case "rich_text":
      return <RichText block={cell} />;
    case "raw_number":
      return cell.text ?? String(cell.value);
    default:
      return seenText(cell.text);
  }
}
