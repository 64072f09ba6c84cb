import type { LogEntry, SectionSnapshot } from './change.ts';
import type { Outcome, SeatedCommand } from './command.ts';
import type { Hold } from './hold.ts';
import type { BuyerId, EpochMs, HoldId, OrderId, Seat, SectionIndex, ShowId } from './ids.ts';
import type { Order } from './order.ts';
import type { Sale, Show } from './show.ts';

/** One section of one show. */
export interface SectionRef {
  readonly show: ShowId;
  readonly section: SectionIndex;
}

/** Commands that are decided together, in their order, under the locks of these sections. */
export interface Batch {
  readonly sale: Sale;
  /** Every section that the commands' seats lie in, ascending. */
  readonly sections: readonly SectionIndex[];
  readonly commands: readonly SeatedCommand[];
}

/** A batch in force: the answers, and the log entries that were committed with it. */
export interface Committed {
  readonly outcomes: readonly Outcome[];
  readonly entries: readonly LogEntry[];
  /** The database's clock when the batch was decided. */
  readonly nowMs: EpochMs;
  /** Where the time went, by stores that measure it. */
  readonly phases?: CommitPhases;
}

/** The parts of a commit in their order, in milliseconds; those of its last try when it took several. */
export interface CommitPhases {
  /** For a connection, and for the tries that were in vain. */
  readonly waitMs: number;
  /** Taking the locks and reading. */
  readonly loadMs: number;
  readonly decideMs: number;
  /** Writing and committing. */
  readonly saveMs: number;
}

/** A section's log after a version: its entries in order, or that they are no longer kept. */
export type Changes =
  | { readonly kind: 'entries'; readonly entries: readonly LogEntry[] }
  | { readonly kind: 'trimmed' };

/** A show as it is stored at import; `layout` is the layout file's canonical JSON text. */
export interface ShowImport {
  readonly show: Show;
  readonly layout: string;
  readonly sectionCounts: readonly number[];
  readonly blocked: readonly Seat[];
}

/** How long a used ticket is remembered after its end. */
export const ticketKeptMs = 60_000;

/**
 * The truth. Every method throws {@link StoreUnavailable} when the database cannot answer;
 * only `commit` may throw {@link OutcomeUnknown}.
 */
export interface SaleStore {
  /** Lock, load, decide, save and log in one transaction; the rules are the domain's `decide`. */
  commit(batch: Batch): Promise<Committed>;

  shows(): Promise<readonly Show[]>;
  /** The layout's JSON text by its hash. */
  layout(hash: string): Promise<string | null>;
  /** Adds a show with all its seats. `exists` when its id is taken; nothing changes then. */
  importShow(show: ShowImport): Promise<'added' | 'exists'>;

  /** States and version as of one moment. Null for a section that does not exist. */
  snapshot(ref: SectionRef): Promise<SectionSnapshot | null>;
  /** The newest version of each section of a show, by section index. */
  heads(show: ShowId): Promise<readonly number[]>;
  /** At most `limit` log entries after version `since`, oldest first. */
  changes(ref: SectionRef, since: number, limit: number): Promise<Changes>;
  /** Forgets log entries older than the newest `keep` of each section; at most `limit` rows a call. Answers how many went. */
  trimLog(keep: number, limit: number): Promise<number>;

  hold(id: HoldId): Promise<Hold | null>;
  order(id: OrderId): Promise<Order | null>;
  /** A buyer's holds of a show that are live or paid, newest first, at most 100. */
  holdsOf(show: ShowId, buyer: BuyerId): Promise<readonly Hold[]>;
  /** A buyer's orders of every show but those declined, newest first, at most 100. */
  ordersOf(buyer: BuyerId): Promise<readonly Order[]>;
  /** Active holds past their deadline by the database's clock, oldest first. */
  overdueHolds(limit: number): Promise<readonly Hold[]>;
  /**
   * Orders that wait for the provider's word (pending for `olderThanMs`, or due back), oldest first, those that
   * come after an order when one is named: some may stay open for long and must not hide the others.
   */
  openOrders(olderThanMs: number, limit: number, after?: Order | null): Promise<readonly Order[]>;

  /**
   * Marks a one-use ticket as used. False when it was used before. It is remembered for `ticketKeptMs` after its end:
   * a process whose idea of the database's clock is late may still take it for good. [I2]
   */
  claimTicket(id: string, expiresAtMs: EpochMs): Promise<boolean>;
  /** The database's clock. */
  nowMs(): Promise<EpochMs>;
  close(): Promise<void>;
}

/** Tells other processes about committed entries. Best effort: the log is the truth, this is its alarm clock. */
export interface Bus {
  publish(entries: readonly LogEntry[]): void;
  /** Entries published by other processes. */
  subscribe(listener: (entries: readonly LogEntry[]) => void): void;
  close(): Promise<void>;
}

/**
 * What a provider knows of a charge. `absent`: it never heard of it. `unknown`: it did not say, or not in
 * time; then ask again, never guess.
 */
export type ChargeState = 'succeeded' | 'declined' | 'pending' | 'absent' | 'unknown';

/** What a provider's message is about, once its signature has been checked. Its state is asked for anew. */
export interface PaymentWebhook {
  readonly order: OrderId;
}

/**
 * Takes and returns money. Every call repeats safely by the order's id, and none throws for what the
 * provider or the network does: that is `unknown`.
 */
export interface PaymentProvider {
  /**
   * Asks for the order's amount; `method` is how the buyer wants to pay. What the buyer must do himself he may do until
   * `untilMs`, where that is given.
   */
  start(order: Order, method: string, untilMs?: EpochMs): Promise<ChargeState>;
  /** Whether a buyer can pay by the method; any method when absent. What it denies is never begun. */
  offers?(method: string): boolean;
  /** The address of the page where the buyer pays a pending order himself; null when it has none, or nobody says. */
  pageOf?(order: Order): Promise<string | null>;
  lookup(order: Order): Promise<ChargeState>;
  /**
   * Ends an attempt that has not succeeded, and keeps one from beginning that is still under way to the
   * provider. Answers how the charge ended: `declined`, or `succeeded` when it was too late.
   */
  void(order: Order): Promise<ChargeState>;
  refund(order: Order): Promise<'refunded' | 'unknown'>;
  /** Reads a message of the provider; null when its signature is not genuine or it is too old. */
  readWebhook(headers: Readonly<Record<string, string>>, body: string): Promise<PaymentWebhook | null>;
}
