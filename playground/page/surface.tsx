import { Suspense } from "react";
import type { PlatformId } from "../desk/protocol.ts";
import { channelAt } from "./conversation/channel-at.ts";
import { Conversation, ConversationTitle } from "./conversation/conversation.tsx";
import { ConversationNav } from "./conversation/conversation-nav.tsx";
import { PersonSwitch } from "./conversation/person-switch.tsx";
import { PlatformSwitch } from "./conversation/platform-switch.tsx";
import { Thread } from "./conversation/thread.tsx";
import { Frame } from "./frame/frame.tsx";
import { usePlatform, useSeen } from "./live.ts";
import { usePlace } from "./place.ts";

/** Everything that a person sees of a simulated platform. */
export function Surface(props: {
  /** Makes somebody else the one who looks. */
  readonly onSwitch: (personId: string) => void;
  /** Shows another platform, there by the name of whoever looks. */
  readonly onPlatform: (id: PlatformId, name: string) => void;
}) {
  const { id, Overlays } = usePlatform();
  const workspace = useSeen((seen) => seen.workspace);
  const isCovered = useSeen((seen) => seen.overlays.length > 0);
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
            <PlatformSwitch workspace={workspace} onSwitch={props.onPlatform} />
            <PersonSwitch key={id} workspace={workspace} onSwitch={props.onSwitch} />
            <ConversationNav key={`${id} ${viewerId}`} workspace={workspace} open={channel.id} />
          </>
        }
        top={<ConversationTitle channel={channel} />}
        main={<Conversation key={key} {...at} />}
        side={place.thread && <Thread key={`${key} ${place.thread}`} ts={place.thread} {...at} />}
      />
      {isCovered && (
        <Suspense>
          <Overlays />
        </Suspense>
      )}
    </>
  );
}
