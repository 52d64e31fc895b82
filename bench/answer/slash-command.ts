import { createHmac } from "node:crypto";

/** The secret that signs, in this bench alone. */
export const signingSecret = "bench-signing-secret-0123456789ab";

/** The workspace that asks. */
export const teamId = "T0BENCH";

/** A slash command as Slack sends it. */
export interface SlashCommand {
  /** Unique. */
  readonly id: string;
  readonly userId: string;
  readonly text: string;
  readonly responseUrl: string;
}

/** The signed request as bytes: https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function slashCommandRequest({ id, userId, text, responseUrl }: SlashCommand): Buffer {
  const body = new URLSearchParams({
    token: "unused",
    team_id: teamId,
    team_domain: "bench",
    channel_id: "C0BENCH",
    channel_name: "general",
    user_id: userId,
    user_name: "somebody",
    command: "/whoowns",
    text,
    api_app_id: "A0BENCH",
    is_enterprise_install: "false",
    response_url: responseUrl,
    trigger_id: id,
  }).toString();
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac("sha256", signingSecret).update(`v0:${timestamp}:${body}`).digest("hex");
  return Buffer.from(
    `POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nX-Slack-Request-Timestamp: ${timestamp}\r\nX-Slack-Signature: v0=${signature}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
