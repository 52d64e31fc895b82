/** A few of the names that Slack knows: those of the product's own messages and what people type most. */
const list = `+1 👍 -1 👎 thumbsup 👍 thumbsdown 👎 100 💯 arrow_right ➡️ bell 🔔 books 📚 bug 🐛 bulb 💡 calendar 📆 chart_with_upwards_trend 📈
  clap 👏 construction 🚧 eyes 👀 fire 🔥 gear ⚙️ grin 😁 hammer 🔨 hand ✋ heart ❤️ heavy_check_mark ✔️ hourglass ⌛
  hourglass_flowing_sand ⏳ information_source ℹ️ joy 😂 key 🔑 laughing 😆 leftwards_arrow_with_hook ↩️ link 🔗 lock 🔒 mag 🔍
  mega 📣 memo 📝 muscle 💪 no_entry ⛔ ok_hand 👌 package 📦 page_facing_up 📄 partying_face 🥳 pray 🙏 pushpin 📌 question ❓
  raised_hand ✋ raised_hands 🙌 red_circle 🔴 robot_face 🤖 rocket 🚀 rotating_light 🚨 shrug 🤷 slightly_smiling_face 🙂 smile 😄
  sob 😭 sparkles ✨ speech_balloon 💬 star ⭐ stopwatch ⏱️ tada 🎉 thinking_face 🤔 warning ⚠️ wave 👋 white_check_mark ✅
  white_circle ⚪ wrench 🔧 x ❌ zap ⚡ blue_circle 🔵 large_blue_circle 🔵 large_green_circle 🟢 large_yellow_circle 🟡
  large_orange_circle 🟠 exclamation ❗`;

const byName = new Map([...list.matchAll(/(\S+) (\S+)/g)].map(([, name = "", sign = ""]) => [name, sign]));

/** What stands for `:wave:` or `:wave::skin-tone-3:`; undefined for a name that is not known here. */
export function emojiOf(typed: string): string | undefined {
  const [, name = "", tone] = /^:([^:]+):(?::skin-tone-([2-6]):)?$/.exec(typed) ?? [];
  const sign = byName.get(name);
  // U+1F3FB is the lightest of the five skins, which Slack counts from 2.
  return sign && tone ? sign + String.fromCodePoint(0x1f3fb + Number(tone) - 2) : sign;
}

/** A text as it is seen: U+200B, which keeps formatting characters from formatting, is not. */
export function seenText(text: string): string {
  return text.replaceAll("\u200b", "");
}
