import type { Packet } from "./exchange.ts";

/** A packet with all that it carried: header names in any case, values as HTTP libraries hold them. */
export interface WholePacket {
  readonly line: string;
  /** Those that were set; what an HTTP library adds by itself (`date`, `connection`) is not always among them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

// https://docs.slack.dev/authentication/tokens
const token = /((?:xox[a-z]|xapp)-\w{1,3})[\w.-]*/g;
// `token` as a field of a form, of JSON, and of JSON in a form; the ticket in the address of a socket.
const secretField = /((?:(?<![A-Za-z_])token(?:=|":\s?"|%22%3A%22)|\/link\/\?ticket=)[^"&%\s\\]{0,5})[^"&%\s\\]*/g;

/** The packet as it may be shown: tokens are cut to their first characters, signatures stay, as they prove something. */
export function maskedPacket({ line, headers, body }: WholePacket): Packet {
  const shown = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), maskedHeader(name.toLowerCase(), String(value))]],
  );
  return { line, headers: Object.fromEntries(shown), body: masked(body) };
}

function maskedHeader(name: string, value: string): string {
  return name === "authorization" ? value.replace(/^(\w+ .{0,8}).*/, "$1…") : masked(value);
}

function masked(text: string): string {
  return text.replace(token, "$1…").replace(secretField, "$1…");
}
