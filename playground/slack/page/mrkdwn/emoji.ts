/** A few of the names that Slack knows: those that people type most. */
const list = `+1 👍 -1 👎 thumbsup 👍 thumbsdown 👎 100 💯 bell 🔔 bug 🐛 bulb 💡 calendar 📆 clap 👏 construction 🚧 eyes 👀 fire 🔥 gear ⚙️
  heart ❤️ hourglass ⌛ joy 😂 key 🔑 link 🔗 lock 🔒 mag 🔍 memo 📝 muscle 💪 ok_hand 👌 package 📦 pray 🙏 question ❓ raised_hands 🙌
  red_circle 🔴 rocket 🚀 rotating_light 🚨 shrug 🤷 slightly_smiling_face 🙂 smile 😄 sob 😭 sparkles ✨ star ⭐ tada 🎉 thinking_face 🤔
  warning ⚠️ wave 👋 white_check_mark ✅ white_circle ⚪ wrench 🔧 x ❌ zap ⚡ large_green_circle 🟢 large_yellow_circle 🟡 exclamation ❗`;

const byName = new Map([...list.matchAll(/(\S+) (\S+)/g)].map(([, name, sign]) => [`:${name}:`, sign]));

/** What stands for `:wave:`; a name that is not known here stays as typed. */
export function emojiOf(typed: string): string {
  return byName.get(typed.replace(/:skin-tone-\d:$/, "")) ?? typed;
}

/** A text as it is seen: U+200B, which keeps formatting characters from formatting, is not. */
export function seenText(text: string): string {
  return text.replaceAll("\u200b", "");
}
