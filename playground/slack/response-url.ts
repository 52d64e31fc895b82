import type { Call } from "./api/call.ts";
import { type Content, contentOf, replaceContent } from "./api/chat.ts";
import { Refusal } from "./refusal.ts";
import { addBotMessage, type Json, type ResponseUrl, type World } from "./world.ts";

/** What Slack answers to a post to a response_url. */
export interface Posted {
  readonly status: number;
  readonly body: Json | "ok";
}

/**
 * Takes a post to a response_url: five within 30 minutes.
 * https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
export function takeResponse(call: Call, path: string): Posted {
  const url = call.world.responseUrls.get(path);
  if (!url) return { status: 404, body: { ok: false, error: "invalid_url" } };
  if (call.world.now() > url.expiresAt) return { status: 404, body: { ok: false, error: "expired_url" } };
  if (url.uses >= 5) return { status: 404, body: { ok: false, error: "used_url" } };
  url.uses += 1;
  try {
    respond(call, url);
    return { status: 200, body: url.message ? { ok: true } : "ok" };
  } catch (error) {
    if (error instanceof Refusal) return { status: 400, body: { ok: false, error: error.error, ...error.extra } };
    throw error;
  }
}

function respond(call: Call, url: ResponseUrl): void {
  const { world, args } = call;
  const original = url.message && world.messages.includes(url.message) ? url.message : undefined;
  if (args["delete_original"] === true) {
    if (original) world.messages.splice(world.messages.indexOf(original), 1);
    return;
  }
  const content = contentOf(call, "response_url");
  if (content.text === "" && !content.blocks?.length && !content.attachments?.length) throw new Refusal("no_text");
  if (args["replace_original"] === true && original) {
    replaceContent(world, original, content);
    return;
  }
  postAnswer(world, url, content, args);
}

/** A new message from the body of an acknowledgement or of a response_url post: for one person unless told. */
export function postAnswer(
  world: World,
  to: Pick<ResponseUrl, "channel" | "userId">,
  content: Content,
  options: Json,
): void {
  const isForAll = options["response_type"] === "in_channel";
  const threadTs = options["thread_ts"];
  // A reply in a thread is documented only for answers that all see and that replace nothing.
  const isInThread = typeof threadTs === "string" && isForAll && options["replace_original"] === false;
  const thread = isInThread ? { thread_ts: threadTs } : {};
  addBotMessage(world, {
    channel: to.channel,
    ...content,
    ...thread,
    ...(isForAll ? {} : { visibleTo: to.userId }),
  });
}
