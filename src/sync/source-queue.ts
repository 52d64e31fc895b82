import { type RepositoryName, repositoryKey } from "../event/delivery-event.ts";

/** The runs over one source, one after the other in the order they were asked for. */
export interface SourceQueue<T> {
  sync(isAccepted: boolean): Promise<T>;
  /** Joins what waits already: several waiting refreshes are one run. */
  refresh(repositories: readonly RepositoryName[]): Promise<T>;
  /** Resolves when nothing runs or waits. */
  idle(): Promise<void>;
}

/** @param run looks at `only` these repositories, or at everything */
export function createSourceQueue<T>(
  run: (options: { readonly isAccepted: boolean; readonly only?: readonly RepositoryName[] }) => Promise<T>,
): SourceQueue<T> {
  let last: Promise<unknown> = Promise.resolve();
  let waiting: { readonly asked: Map<string, RepositoryName>; readonly ended: Promise<T> } | undefined;

  function enqueue(work: () => Promise<T>): Promise<T> {
    const ended = last.then(work);
    last = ended.catch(() => undefined); // whoever asked for it sees it
    return ended;
  }

  function waitingRefresh() {
    const asked = new Map<string, RepositoryName>();
    const ended = enqueue(() => {
      waiting = undefined;
      return run({ isAccepted: false, only: [...asked.values()] });
    });
    return { asked, ended };
  }

  return {
    sync: (isAccepted) => enqueue(() => run({ isAccepted })),
    refresh(repositories) {
      waiting ??= waitingRefresh();
      for (const repository of repositories) waiting.asked.set(repositoryKey(repository), repository);
      return waiting.ended;
    },
    async idle() {
      await last;
    },
  };
}
