import { createExchangeLog, type ExchangeLog } from "../wire/exchange-log.ts";
import { createFaults, type Faults } from "../wire/faults.ts";
import { refuseUpgrade } from "../wire/incoming.ts";
import { type Listener, listen } from "../wire/listener.ts";
import { type Courier, createCourier, type Delivered } from "./courier.ts";
import { createKeys, type Keys, type Signing } from "./keys.ts";
import { type NewChat, type NewPerson, type NewTeam, type Population, population } from "./population.ts";
import { createRateLimits } from "./rate-limits.ts";
import { type RecordedCall, teamsServer } from "./server.ts";
import { createWorld, type Json, type TeamsMessage, type Violation, type World } from "./world.ts";

/** How the bot is registered and what there is from the start. */
export interface TeamsOptions {
  readonly appId: string;
  readonly appPassword: string;
  /** The home tenant, in which the app is registered. */
  readonly tenantId: string;
  /** What people call the bot; "App" unless told. */
  readonly appName?: string;
  /** `https://api.botframework.com` unless told. */
  readonly tokenIssuer?: string;
  readonly people?: readonly NewPerson[];
  readonly teams?: readonly NewTeam[];
  readonly groupChats?: readonly NewChat[];
  /** On 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  /** Answers 429 to more calls than Teams takes; never unless told. */
  readonly rateLimits?: boolean;
  /** Whether targeted messages are there; yes unless told. */
  readonly targetedMessages?: boolean;
  /** How long Teams waits for the answer to a message; 15,000 as it does. */
  readonly messageTimeoutMs?: number;
  /** How long it waits, three times, for that to an invoke; 5000 as it does. */
  readonly invokeTimeoutMs?: number;
  /** The clock of messages; tokens are of the real one. */
  readonly now?: () => number;
  /** Where exchanges are kept; a log of its own unless told. */
  readonly exchanges?: ExchangeLog;
}

/** A tenant of Teams on this machine. */
export interface SimulatedTeams extends Population, Pick<Listener, "goDown" | "comeBack"> {
  /** Where the connector is: `http://127.0.0.1:<port>/connector/` */
  readonly serviceUrl: string;
  readonly openIdUrl: string;
  readonly tokenIssuer: string;
  /** Where the bot signs in, without the tenant. */
  readonly loginUrl: string;
  /** Where activities go; nowhere before. */
  readonly setEndpoint: (url: string) => void;
  readonly endpoint: () => string | undefined;
  /** A token for the bot as the connector makes it, with other claims (undefined leaves one out) or a forged signature. */
  readonly sign: (claims?: Json, signing?: Signing) => Promise<string>;
  readonly rotateKeys: Keys["rotate"];
  /** The raw door: any activity, token, body and headers, once. */
  readonly deliver: Courier["send"];
  readonly settled: Courier["settled"];
  /** Everything that was sent to the bot, with its answers; repeats too. */
  readonly deliveries: readonly Delivered[];
  /** Everything that the bot asked. */
  readonly calls: readonly RecordedCall[];
  readonly callsOf: (name: string) => readonly RecordedCall[];
  readonly exchanges: ExchangeLog;
  /** All messages, targeted ones too. */
  readonly messages: readonly TeamsMessage[];
  /** Everything that broke a rule of the platform. */
  readonly violations: readonly Violation[];
  /** Plans a fault for an operation (`sendToConversation`, `updateActivity` …), `token`, `openid`, `keys` or `*`. */
  readonly fail: Faults["plan"];
  readonly plannedFaults: Faults["waiting"];
  readonly heal: Faults["clear"];
  readonly isDown: () => boolean;
  /** Lets targeted messages be refused, or not. */
  readonly setTargetedMessages: (isOn: boolean) => void;
  /** Forgets messages, calls, deliveries, exchanges and violations: for long runs. */
  readonly forget: () => void;
  readonly stop: () => Promise<void>;
  readonly world: World;
}

/** Starts one. */
export async function startTeams(options: TeamsOptions): Promise<SimulatedTeams> {
  const { appId, appPassword, appName = "App", tenantId, tokenIssuer = "https://api.botframework.com" } = options;
  const { now = Date.now, messageTimeoutMs = 15_000, invokeTimeoutMs = 5000 } = options;
  const world = createWorld({ appId, appName, tenantId, now });
  const { changed } = world.changes;
  const limits = options.rateLimits ? createRateLimits(now) : undefined;
  const faults = createFaults(changed, (name, { conversation }) => limits?.(name, String(conversation)));
  const exchanges = options.exchanges ?? createExchangeLog(now);
  const keys = await createKeys();
  const calls: RecordedCall[] = [];
  let endpoint: string | undefined;
  let isTargetingOn = options.targetedMessages ?? true;
  const baseUrl = (): string => `http://127.0.0.1:${listener.port}`;
  const listener = await listen(options.port ?? 0, {
    request: teamsServer({
      ...{ world, keys, appPassword, baseUrl, tokenIssuer, faults, calls, exchanges },
      isTargetingOn: () => isTargetingOn,
    }),
    upgrade: (_request, socket) => refuseUpgrade(socket),
  });
  const serviceUrl = (): string => `${baseUrl()}/connector/`;
  const sign: SimulatedTeams["sign"] = (claims = {}, signing) => {
    const seconds = Math.floor(Date.now() / 1000);
    const usual = { iss: tokenIssuer, aud: appId, serviceurl: serviceUrl(), nbf: seconds, exp: seconds + 3600 };
    return keys.sign({ ...usual, ...claims }, signing);
  };
  const courier = createCourier({
    ...{ exchanges, messageTimeoutMs, invokeTimeoutMs },
    endpoint: () => endpoint,
    token: () => sign(),
  });
  const people = peopled(population({ world, courier, serviceUrl }), options);

  return {
    ...people,
    serviceUrl: serviceUrl(),
    openIdUrl: `${baseUrl()}/openid/.well-known/openidconfiguration`,
    tokenIssuer,
    loginUrl: `${baseUrl()}/login/`,
    setEndpoint: (url) => {
      endpoint = url;
      changed();
    },
    endpoint: () => endpoint,
    sign,
    rotateKeys: keys.rotate,
    deliver: courier.send,
    settled: courier.settled,
    deliveries: courier.sent,
    calls,
    callsOf: (name) => calls.filter((call) => call.name === name),
    exchanges,
    messages: world.messages,
    violations: world.violations,
    fail: faults.plan,
    plannedFaults: faults.waiting,
    heal: faults.clear,
    goDown: () => listener.goDown().finally(changed),
    comeBack: () => listener.comeBack().finally(changed),
    isDown: () => !listener.isOpen(),
    setTargetedMessages: (isOn) => {
      isTargetingOn = isOn;
    },
    forget: () => {
      for (const record of [calls, courier.sent, world.messages, world.violations]) record.length = 0;
      exchanges.clear();
    },
    stop: () => listener.goDown(),
    world,
  };
}

function peopled(all: Population, { people = [], teams = [], groupChats = [] }: TeamsOptions): Population {
  for (const person of people) all.addPerson(person);
  for (const team of teams) all.addTeam(team);
  for (const chat of groupChats) all.addGroupChat(chat);
  return all;
}
