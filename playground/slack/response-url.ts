import type { Asked } from "./api/call.ts";
import { type Content, contentOf, needContent, replaceContent } from "./api/chat.ts";
import { Refusal } from "./refusal.ts";
import { addBotMessage, type Json, type ResponseUrl, type World } from "./world.ts";

/**
 * Takes a post to a response_url: five within 30 minutes.
 * https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
export function takeResponse(call: Asked, path: string): { readonly status: number; readonly body: Json | "ok" } {
  const url = call.world.responseUrls.get(path);
  const gone = (error: string) => ({ status: 404, body: { ok: false, error } });
  if (!url) return gone("invalid_url");
  if (call.world.now() > url.expiresAt) return gone("expired_url");
  if (url.uses >= 5) return gone("used_url");
  url.uses += 1;
  try {
    respond(call, url);
    return { status: 200, body: url.message ? { ok: true } : "ok" };
  } catch (error) {
    if (error instanceof Refusal) return { status: 400, body: { ok: false, error: error.error, ...error.extra } };
    throw error;
  }
}

function respond(call: Asked, url: ResponseUrl): void {
  const { world, args } = call;
  const original = url.message && world.messages.includes(url.message) ? url.message : undefined;
  if (args["delete_original"] === true) {
    if (original) world.messages.splice(world.messages.indexOf(original), 1);
    return;
  }
  const content = needContent(contentOf(call, "response_url"));
  if (args["replace_original"] === true && original) replaceContent(world, original, content);
  else postAnswer(world, url, content, args);
}

/** A new message from the body of an acknowledgement or of a response_url post: for one person unless told. */
export function postAnswer(
  world: World,
  to: Pick<ResponseUrl, "channel" | "userId">,
  content: Content,
  options: Json,
): void {
  const { response_type: type, thread_ts: threadTs, replace_original: isReplacing } = options;
  const isForAll = type === "in_channel";
  // A reply in a thread is documented only for answers that all see and that replace nothing.
  const isInThread = typeof threadTs === "string" && isForAll && isReplacing === false;
  addBotMessage(world, {
    channel: to.channel,
    ...content,
    ...(isInThread && { thread_ts: threadTs }),
    ...(!isForAll && { visibleTo: to.userId }),
  });
}
