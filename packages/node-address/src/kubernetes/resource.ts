/** One kind of object that the API server lists and watches, reduced to what is kept of each. */
export interface Resource<View> {
  /** As RBAC and log lines name it: `nodes`, `endpointslices`. */
  readonly name: string;
  /** Throws {@link ApiFault}. */
  list(): Promise<Listed<View>>;
  /** Hears of every change after a version. */
  watch(version: string, hear: (news: News<View>) => void): Watching;
}

export interface Listed<View> {
  readonly views: Map<string, View>;
  /** The moment of the list, as the API server counts: a watch goes on from there. */
  readonly version: string;
}

export type News<View> =
  | { readonly kind: 'opened' }
  | { readonly kind: 'put'; readonly name: string; readonly view: View; readonly version: string }
  | { readonly kind: 'gone'; readonly name: string; readonly version: string }
  /** Nothing changed up to here. */
  | { readonly kind: 'bookmark'; readonly version: string };

export interface Watching {
  /** Resolves when the server ends the watch in its ordinary way. Rejects with an {@link ApiFault}. */
  readonly ended: Promise<void>;
  stop(): void;
}

/** The API server did not answer, or refused. */
export class ApiFault extends Error {
  override readonly name = 'ApiFault';
  /** The HTTP status; null when there was no answer. 410: it no longer knows what came after a version. */
  readonly status: number | null;

  constructor(message: string, status: number | null, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}
