import { channelAnnotation } from "../../catalog/channel.ts";
import { displayName, type Entity } from "../../catalog/entity.ts";
import { peopleOf } from "../../catalog/team.ts";
import type { Action, Block } from "../../chat/message.ts";
import { bold, oneLine, plain, rich, type Text } from "../../chat/text.ts";
import type { Services } from "../../plugin.ts";
import type { Ctx, Reply } from "../../router/command.ts";
import { askAction } from "../ask-target.ts";
import { peopleText } from "../people-text.ts";
import { type Audience, audienceName, placeOf } from "./audience.ts";
import { within } from "./within.ts";

/** How many members are looked up, all at once, to find two who can be asked. */
const lookedUp = 6;
const lookMs = 5_000;

/** What is said where a question would not arrive: why, and whom of the team one can ask directly. */
export async function insteadReply(services: Services, ctx: Ctx, audience: Audience, reason: string): Promise<Reply> {
  const { thing, receiver } = audience;
  const { platform } = ctx.asker;
  const isTeam = receiver.ref.startsWith("group:");
  const members = isTeam ? peopleOf(services.catalog.snapshot(), receiver.ref) : [];
  const others = members.filter(({ ref }) => ref !== ctx.asker.ref);
  const reachable = await firstReachable(services, others, platform);
  const title = titleOf(audience, isTeam, platform);
  const main = reachable.map((person): Action => {
    return askAction(oneLine(`Ask ${displayName(person)}`, 30), { thing: thing.ref, receiver: person.ref });
  });
  const fix = fixOf(audience, isTeam, platform);
  const hint: Text[] =
    main.length > 0
      ? ["Ask one of its people directly."]
      : [...(others.length === 0 ? [] : [rich`Its people are not found here: `.concat(peopleText(others))]), fix];
  const blocks: Block[] = [
    // That a team has no channel says the first line.
    ...[...(isTeam && audience.channel === undefined ? [] : [reason]), ...hint].map(
      (text): Block => ({ type: "text", text }),
    ),
    ...(main.length === 0 ? [] : [{ type: "actions" as const, main, more: [] }]),
    ...(main.length === 0 ? [] : [{ type: "note" as const, text: fix }]),
  ];
  return {
    status: main.length === 0 ? "none" : "choice",
    data: { entity: thing.ref, receiver: receiver.ref, people: reachable.map(({ ref }) => ref) },
    message: { text: plain(title), card: { title, blocks } },
  };
}

function titleOf(audience: Audience, isTeam: boolean, platform: string): Text {
  const name = bold(oneLine(displayName(audience.receiver), 20));
  if (!isTeam) return rich`${name} cannot be asked here`;
  if (audience.channel === undefined) return rich`${name} has no channel`;
  return rich`${name} cannot be asked in ${oneLine(audienceName(audience, platform), 20)}`;
}

function fixOf({ channel }: Audience, isTeam: boolean, platform: string): string {
  if (!isTeam) return "Ask them another way, or have their e-mail address in the catalog corrected.";
  const annotation = channelAnnotation(platform);
  return channel === undefined
    ? `To have a channel, set ${annotation} on the team.`
    : `To mend it, correct ${annotation} in the catalog.`;
}

/** The first two who have an account here, in the team's order. */
async function firstReachable(
  services: Services,
  people: readonly Entity[],
  platform: string,
): Promise<readonly Entity[]> {
  const looked = people.slice(0, lookedUp).map(async (receiver) => {
    try {
      const found = await within(services.clock, lookMs, placeOf(services, { receiver }, platform));
      return found === undefined || found === "late" ? [] : [receiver];
    } catch (error) {
      // Somebody who cannot be looked up now is not offered.
      services.log.debug({ err: error }, "member not looked up");
      return [];
    }
  });
  return (await Promise.all(looked)).flat().slice(0, 2);
}
