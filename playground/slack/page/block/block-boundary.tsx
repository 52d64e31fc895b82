import { Component, type ReactNode } from "react";
import styles from "./block.module.css";

interface Props {
  /** As it was sent. */
  readonly block: object;
  readonly children: ReactNode;
}

/** Keeps a block that cannot be drawn from taking the page with it: it is shown as it was sent. */
export class BlockBoundary extends Component<Props, { readonly isFailed: boolean }> {
  override state = { isFailed: false };

  static getDerivedStateFromError(): { readonly isFailed: boolean } {
    return { isFailed: true };
  }

  override componentDidUpdate({ block }: Props): void {
    if (block !== this.props.block && this.state.isFailed) this.setState({ isFailed: false });
  }

  override render(): ReactNode {
    if (!this.state.isFailed) return this.props.children;
    return <Undrawn block={this.props.block}>This block could not be drawn.</Undrawn>;
  }
}

/** What stands for a block that is not drawn. */
export function Undrawn({ block, children }: Props) {
  return (
    <div className={styles.undrawn}>
      <p>{children}</p>
      <details>
        <summary>As it was sent</summary>
        <pre>{JSON.stringify(block, undefined, 2)}</pre>
      </details>
    </div>
  );
}
