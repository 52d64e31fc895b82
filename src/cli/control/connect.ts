import { statSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { dirname } from "node:path";
import { BotError } from "../../errors.ts";

/**
 * Connects to a socket in the file system; undefined when nobody listens there.
 * @throws BotError `not_allowed` when it, or its folder, is closed to us, `unavailable` when it takes no more connections
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

function foreign(path: string, cause: NodeJS.ErrnoException): BotError {
  if (!mayEnter(path)) {
    const folder = dirname(path);
    const remedy = "Run this as the user that runs Callboard, or correct the folder's permissions.";
    return new BotError("not_allowed", `The folder ${folder} may not be entered (${cause.code}). ${remedy}`, { cause });
  }
  return new BotError("not_allowed", `The bot at ${path} runs as another user. Run this as that user.`, { cause });
}

/** Whether the folder that a path lies in may be entered. */
function mayEnter(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "EACCES";
  }
}
