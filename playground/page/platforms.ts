import { slack } from "../slack/page/slack.tsx";
import { teams } from "../teams/page/teams.tsx";
import type { Platform } from "./platform.ts";

/** Every platform that the page can show. */
const platforms: readonly Platform[] = [slack, teams];

/** The platform of this id; the first one for any other. */
export function platformOf(id: string): Platform {
  return platforms.find((platform) => platform.id === id) ?? slack;
}
