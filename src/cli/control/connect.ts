import { connect, type Socket } from "node:net";
import { BotError } from "../../errors.ts";

/**
 * Connects to a socket in the file system; undefined when nobody listens there.
 * @throws BotError `not_allowed` when it is somebody else's, `unavailable` when it takes no more connections
 */
export async function connectTo(path: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.off("error", fail);
      resolve(socket);
    });
    socket.once("error", fail);

    function fail(cause: NodeJS.ErrnoException): void {
      if (["ENOENT", "ECONNREFUSED", "ENOTDIR", "ENOTSOCK"].includes(cause.code ?? "")) resolve(undefined);
      else if (cause.code === "EACCES" || cause.code === "EPERM") reject(foreign(path, cause));
      else reject(new BotError("unavailable", `The bot at ${path} takes no connection (${cause.code}).`, { cause }));
    }
  });
}

function foreign(path: string, cause: unknown): BotError {
  return new BotError("not_allowed", `The bot at ${path} runs as another user. Run this as that user.`, { cause });
}
