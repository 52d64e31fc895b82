/** A repository on a forge. */
export interface RepositoryName {
  /** `github.com`; lower case. */
  readonly host: string;
  /** `acme/payments`, as the host writes it. Compare without case. */
  readonly slug: string;
}

/** Hosts and slugs have no case. */
export function isSameRepository(a: RepositoryName, b: RepositoryName): boolean {
  return repositoryKey(a) === repositoryKey(b);
}

/** The same for the same repository: `github.com/acme/payments`. */
export function repositoryKey({ host, slug }: RepositoryName): string {
  return `${host}/${slug}`.toLowerCase();
}

/** Something that a forge told, in nobody's words but ours: what a webhook's payload comes to. JSON throughout. */
export type DeliveryEvent = PushEvent | RepositoryEvent | InstallationEvent;

interface Delivered {
  /** Names the delivery for ever, such as `github/github.com/3f0c…`. */
  readonly id: string;
}

/** A branch moved. */
export interface PushEvent extends Delivered {
  readonly type: "push";
  readonly repository: RepositoryName;
  readonly branch: string;
  readonly isDefaultBranch: boolean;
  /** Commit ids; absent where the branch was made or deleted. */
  readonly before?: string;
  readonly after?: string;
  /** Login of who pushed or merged. */
  readonly by?: string;
  readonly isByBot: boolean;
}

/** A repository came, went, or is called differently now. */
export interface RepositoryEvent extends Delivered {
  readonly type: "repository";
  readonly action:
    | "created"
    | "deleted"
    | "renamed"
    | "transferred"
    | "archived"
    | "unarchived"
    | "publicized"
    | "privatized"
    | "edited";
  readonly repository: RepositoryName;
  /** What it was called before it was renamed or transferred. */
  readonly previous?: RepositoryName;
}

/** What of an owner the forge lets us see changed. */
export interface InstallationEvent extends Delivered {
  readonly type: "installation";
  readonly action: string;
  readonly host: string;
  readonly owner: string;
}

/** What hears deliveries: each is dealt with once, by all that listen to its type, again after a fault and after a crash. */
export interface Deliveries {
  /**
   * @param handle may throw: the delivery is then tried again later, a few times. `behind` tells what came after it for the
   * same repository and waits for its turn
   */
  on<T extends DeliveryEvent["type"]>(
    type: T,
    handle: (
      event: Extract<DeliveryEvent, { type: T }>,
      signal: AbortSignal,
      behind: () => readonly DeliveryEvent[],
    ) => Promise<void>,
  ): void;
}
