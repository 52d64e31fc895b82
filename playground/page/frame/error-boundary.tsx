import { Component, type ReactNode } from "react";
import style from "./frame.module.css";

/** Shows a sentence and a way on in place of a part that failed; elsewhere it may work. React asks for a class here. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override componentDidMount(): void {
    addEventListener("hashchange", this.tryAgain);
  }

  override componentWillUnmount(): void {
    removeEventListener("hashchange", this.tryAgain);
  }

  readonly tryAgain = (): void => this.setState({ hasFailed: false });

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <div role="alert" className={style["failure"]}>
        <p>This part of the page failed. The bot and its conversations are untouched.</p>
        <button type="button" onClick={startAnew}>
          Load the page again
        </button>
      </div>
    );
  }
}

/** What failed may be bound to the place: that is left. */
function startAnew(): void {
  location.hash = "#/";
  location.reload();
}
