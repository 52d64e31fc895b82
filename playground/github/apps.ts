import { generateKeyPairSync } from "node:crypto";
import { neededRepository } from "./activity.ts";
import type { HubEvent } from "./event.ts";
import { type App, type Installation, type Permissions, repositoriesOf, type World } from "./world.ts";

/** An App as it is registered. */
export interface NewApp {
  readonly slug: string;
  readonly name?: string;
  /** Login. */
  readonly owner: string;
  readonly permissions: Permissions;
  /** `push`, `repository` …; those of installations come unasked. */
  readonly events?: readonly string[];
  /** PEM; one of its own unless told, the making of which takes a while. */
  readonly keys?: AppKeys;
}

/** What an App signs with. */
export interface AppKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** Apps and where they are installed. Repositories are named `acme/payments`. */
export interface Apps {
  readonly createApp: (made: NewApp) => { readonly app: App; readonly privateKey: string };
  readonly install: (
    app: App,
    account: string,
    options?: { readonly repositories?: readonly string[]; readonly permissions?: Permissions; readonly by?: string },
  ) => Installation;
  readonly uninstall: (installation: Installation, by?: string) => void;
  readonly suspend: (installation: Installation, isSuspended?: boolean, by?: string) => void;
  /** All of the account's without a list. */
  readonly selectRepositories: (installation: Installation, slugs?: readonly string[], by?: string) => void;
  readonly acceptPermissions: (installation: Installation, permissions: Permissions, by?: string) => void;
}

/** A new pair. */
export function appKeys(): AppKeys {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    // The form in which GitHub gives the key to download.
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
}

/** No Apps yet; `tell` is told of what becomes of installations. */
export function apps(world: World, tell: (event: HubEvent) => void): Apps {
  const ids = (slugs: readonly string[]) => new Set(slugs.map((slug) => neededRepository(world, slug).id));
  return {
    createApp: ({ slug, name = slug, owner, permissions, events = [], keys = appKeys() }) => {
      const { publicKey, privateKey } = keys;
      const id = world.newId();
      const clientId = `Iv23li${String(id).padStart(14, "0")}`;
      const createdAt = world.now();
      const app: App = { ...{ id, clientId, slug, name, owner, permissions, events, publicKey, createdAt } };
      const login = `${slug}[bot]`;
      world.apps.set(id, app);
      world.accounts.set(login, { type: "Bot", id: world.newId(), login, createdAt });
      return { app, privateKey };
    },
    install: (app, account, { repositories, permissions = app.permissions, by = account } = {}) => {
      const rest = { permissions, isSuspended: false, createdAt: world.now() };
      const selected = repositories === undefined ? ("all" as const) : ids(repositories);
      const installation: Installation = { id: world.newId(), app, account, repositories: selected, ...rest };
      world.installations.set(installation.id, installation);
      tell({ type: "installation", action: "created", sender: by, installation });
      return installation;
    },
    uninstall: (installation, by = installation.account) => {
      world.installations.delete(installation.id);
      revoke(world, installation);
      tell({ type: "installation", action: "deleted", sender: by, installation });
    },
    suspend: (installation, isSuspended = true, by = installation.account) => {
      installation.isSuspended = isSuspended;
      tell({ type: "installation", action: isSuspended ? "suspend" : "unsuspend", sender: by, installation });
    },
    selectRepositories: (installation, slugs, by = installation.account) => {
      const all = repositoriesOf(world, installation.account);
      const before = installation.repositories;
      const after = slugs === undefined ? "all" : ids(slugs);
      installation.repositories = after;
      const added = all.filter(({ id }) => isIn(after, id) && !isIn(before, id));
      const removed = all.filter(({ id }) => isIn(before, id) && !isIn(after, id));
      const event = { type: "installation_repositories", sender: by, installation } as const;
      if (added.length > 0) tell({ ...event, action: "added", repositories: added });
      if (removed.length > 0) tell({ ...event, action: "removed", repositories: removed });
    },
    acceptPermissions: (installation, permissions, by = installation.account) => {
      installation.permissions = permissions;
      tell({ type: "installation", action: "new_permissions_accepted", sender: by, installation });
    },
  };
}

function isIn(repositories: Installation["repositories"], id: number): boolean {
  return repositories === "all" || repositories.has(id);
}

function revoke(world: World, installation: Installation): void {
  for (const [key, token] of world.tokens)
    if (token.type === "installation" && token.installation === installation) world.tokens.delete(key);
}
