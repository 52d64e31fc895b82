/** What people say to somebody whom they do not know yet, and afterwards: what they can ask is the answer. */
const greetings: ReadonlySet<string> = new Set([
  ...["hi", "hello", "hey", "hiya", "yo", "greetings", "good morning", "good afternoon", "good evening"],
  ...["thanks", "thank you", "thx", "ty", "cheers", "thanks a lot", "many thanks", "thank you very much"],
  ...["what can you do", "what do you do", "what can i ask", "who are you", "what are you"],
  ...["how does this work", "how do you work", "help me", "can you help me", "i need help"],
]);

/** Longer than any of them with what stands around it. */
const longestGreeting = 60;

/** Whether a text is a greeting, thanks or a question for what can be asked, and nothing more. */
export function isGreeting(text: string): boolean {
  if (text.length > longestGreeting) return false;
  const words = text
    .toLowerCase()
    // Slack writes an emoji as its name.
    .replace(/:[a-z0-9_+-]+:/g, " ")
    .replace(/[!?.,;()]|(?!\d)\p{Emoji}|\p{Emoji_Modifier}|\ufe0f/gu, " ")
    .trim()
    .split(/\s+/)
    .join(" ");
  return greetings.has(
    words.replace(/^(?:ok|okay|great) (?=thank)/, "").replace(/ (?:there|callboard|bot|again)$/, ""),
  );
}
