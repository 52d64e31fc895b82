import { connect, type Socket } from "node:net";

/** What came back for a request. */
export interface Answered {
  readonly status: number;
  readonly ms: number;
}

/** One kept-alive connection to a server on this machine, one request at a time. */
export interface Connection {
  send(bytes: Buffer): Promise<Answered>;
  close(): void;
}

/** Reads no more than status and length, so that as little as possible of the machine goes into asking. */
export function openConnection(port: number): Connection {
  let socket: Socket | undefined;
  let text = "";
  let waiting: { resolve(answered: Answered): void; reject(error: Error): void; startedMs: number } | undefined;

  function open(): Socket {
    const opened = connect({ host: "127.0.0.1", port }).setNoDelay(true).setEncoding("latin1");
    opened.on("data", (chunk: string) => {
      text += chunk;
      const status = completeStatus(text);
      if (status === undefined || !waiting) return;
      text = "";
      const { resolve, startedMs } = waiting;
      waiting = undefined;
      resolve({ status, ms: performance.now() - startedMs });
    });
    const lost = () => {
      if (socket === opened) socket = undefined;
      text = "";
      waiting?.reject(new Error("the connection was lost"));
      waiting = undefined;
    };
    return opened.on("error", lost).on("close", lost);
  }

  return {
    send(bytes) {
      socket ??= open();
      const through = socket;
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject, startedMs: performance.now() };
        through.write(bytes);
      });
    },
    close: () => void socket?.destroy(),
  };
}

/** The status of an answer that is whole; undefined while there is more to come. */
function completeStatus(text: string): number | undefined {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  const isWhole = /\r\ntransfer-encoding:/i.test(head) ? text.endsWith("0\r\n\r\n") : text.length >= end + 4 + length;
  return isWhole ? Number(head.slice(9, 12)) : undefined;
}
