/** A system call of a trace that `strace -f -y` wrote: when it began and ended, as places in the trace. */
export interface TracedCall {
  readonly name: string;
  /** With `-y` each file descriptor has its path behind it, in angle brackets. */
  readonly args: string;
  readonly began: number;
  readonly ended: number;
}

/** The calls of a trace that ended well, in the order in which they ended. A call that another interrupted is put together. */
export function tracedCalls(trace: string): readonly TracedCall[] {
  const unfinished = new Map<string, { name: string; args: string; began: number }>();
  const calls: TracedCall[] = [];
  for (const [place, line] of trace.split("\n").entries()) {
    const begun = /^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$/.exec(line);
    const resumed = /^(\d+) +<\.\.\. (\w+) resumed>(.*)\) += +(-?\d+)/.exec(line);
    const whole = /^\d+ +(\w+)\((.*)\) += +(-?\d+)/.exec(line);
    if (begun !== null) {
      const [, thread = "", name = "", args = ""] = begun;
      unfinished.set(thread, { name, args, began: place });
    } else if (resumed !== null) {
      const [, thread = "", , args = "", result] = resumed;
      const start = unfinished.get(thread);
      if (start !== undefined && Number(result) >= 0) calls.push({ ...start, args: start.args + args, ended: place });
    } else if (whole !== null && Number(whole[3]) >= 0) {
      calls.push({ name: whole[1] ?? "", args: whole[2] ?? "", began: place, ended: place });
    }
  }
  return calls;
}
