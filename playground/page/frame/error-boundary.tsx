import { Component, type ReactNode } from "react";
import style from "./frame.module.css";

/** Shows a sentence and a way on in place of a part that failed. React asks for a class here. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <div role="alert" className={style["failure"]}>
        <p>This part of the page failed. The bot and its conversations are untouched.</p>
        <button type="button" onClick={() => location.reload()}>
          Load the page again
        </button>
      </div>
    );
  }
}
