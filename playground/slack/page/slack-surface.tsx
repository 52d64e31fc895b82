import { lazy, Suspense } from "react";
import { Frame } from "../../page/frame/frame.tsx";
import { usePlace } from "../../page/place.ts";
import { channelAt } from "./conversation/channel-at.ts";
import { Conversation, ConversationTitle } from "./conversation/conversation.tsx";
import { ConversationNav } from "./conversation/conversation-nav.tsx";
import { PersonSwitch } from "./conversation/person-switch.tsx";
import { Thread } from "./conversation/thread.tsx";
import { useSeen } from "./live.ts";

const Modals = lazy(() => import("./modal/modals.tsx").then((module) => ({ default: module.Modals })));

/** Everything that a person sees of the simulated Slack. `onSwitch` makes somebody else the one who looks. */
export function SlackSurface({ onSwitch }: { readonly onSwitch: (personId: string) => void }) {
  const workspace = useSeen((seen) => seen.workspace);
  const hasModal = useSeen((seen) => seen.views.length > 0);
  const place = usePlace();
  const channel = workspace && channelAt(workspace, place.channel);
  if (workspace === undefined || channel === undefined) return <Frame nav={null} top={null} main={null} />;

  const { viewerId } = workspace;
  const key = `${viewerId} ${channel.id}`;
  const at = { workspace, channel, marked: place.message };
  return (
    <>
      <Frame
        nav={
          <>
            <PersonSwitch workspace={workspace} onSwitch={onSwitch} />
            <ConversationNav key={viewerId} workspace={workspace} open={channel.id} />
          </>
        }
        top={<ConversationTitle channel={channel} />}
        main={<Conversation key={key} {...at} />}
        side={place.thread && <Thread key={`${key} ${place.thread}`} ts={place.thread} {...at} />}
      />
      {hasModal && (
        <Suspense>
          <Modals />
        </Suspense>
      )}
    </>
  );
}
