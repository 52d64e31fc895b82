/** Runs what has the same key one after the other, in the order in which it was asked for; other keys do not wait. */
export type InOrder = <T>(key: string, run: () => Promise<T>) => Promise<T>;

/** Nothing is under way yet. */
export function createInOrder(): InOrder {
  const last = new Map<string, Promise<unknown>>();
  return <T>(key: string, run: () => Promise<T>): Promise<T> => {
    const before = last.get(key);
    const mine = before === undefined ? run() : before.then(run, run);
    last.set(key, mine);
    const leave = (): void => {
      if (last.get(key) === mine) last.delete(key);
    };
    void mine.then(leave, leave);
    return mine;
  };
}
