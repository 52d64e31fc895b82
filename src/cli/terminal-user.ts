import type { ChatUser } from "../chat/event.ts";

/** Who sits at the terminal: whoever runs the process, or, with `--as`, somebody with that address and no more rights than theirs. */
export function terminalUser(email: string | undefined): ChatUser {
  const base = { platform: "console", tenant: "local" };
  return email === undefined ? { ...base, id: "operator", isOperator: true } : { ...base, id: email, email };
}
