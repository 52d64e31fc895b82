import { parentPort, workerData } from "node:worker_threads";
import { parseFile } from "./parse-file.ts";
import { markBusy, markIdle } from "./progress.ts";
import { type BatchMessage, type BatchReply, encodeFile, unpackBatch } from "./wire.ts";

// The thread's side of `createParseThread`: one batch after the other, each file marked before it is begun.
const progress = workerData as Int32Array;
let turn = Promise.resolve();

async function parseBatch(message: BatchMessage): Promise<void> {
  const files: string[] = [];
  for (const [index, file] of unpackBatch(message).entries()) {
    markBusy(progress, message.id, index);
    files.push(encodeFile(await parseFile(file, message.context)));
  }
  markIdle(progress);
  const reply: BatchReply = { id: message.id, files };
  parentPort?.postMessage(reply);
}

parentPort?.on("message", (message: BatchMessage) => {
  turn = turn.then(() => parseBatch(message));
});
