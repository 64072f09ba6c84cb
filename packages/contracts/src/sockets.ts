import type { ErrorCode, RefusalDetails } from '@onsale/domain';
import { z } from 'zod';
import {
  bestWish,
  type ChangesBody,
  commandId,
  contact,
  type HoldBody,
  type OrderBody,
  paymentMethod,
  refineAsked,
  type SectionStates,
  seatList,
  showId,
  version,
} from './http.ts';
import { identifier } from './layout-file.ts';

/** The most bytes that one packet from a client may have. */
export const frameBytesMax = 4_096;

export const watchRequest = z.strictObject({
  show: showId,
  sections: z.union([z.literal('all'), z.array(identifier).max(1_000)]),
  /** The versions that the client has, by section: it gets deltas after them where the log reaches back. */
  since: z.record(identifier, version).optional(),
});

/**
 * The caller's span as W3C Trace Context writes it (`traceparent`), for those who trace what their page does. To be sent
 * only to a process whose answer to `watch` says `traces`: an older one refuses fields that it does not know. What is
 * no such thing is ignored. Over HTTP it is the header of that name.
 */
const trace = z.string().max(256).optional();

export const socketHold = z
  .strictObject({
    id: commandId,
    show: showId,
    seats: seatList.optional(),
    best: bestWish.optional(),
    trace,
  })
  .superRefine(refineAsked);
export const socketRelease = z.strictObject({ hold: commandId, seats: seatList.optional(), trace });
export const socketPay = z.strictObject({
  hold: commandId,
  id: commandId.optional(),
  method: paymentMethod.default('sandbox-card'),
  contact: contact.optional(),
  trace,
});

/** The textbook's event. `userId` is accepted and ignored: the ticket says who acts. */
export const textbookAction = z.object({
  row: z.int().min(0).max(100_000),
  col: z.int().min(0).max(100_000),
  actionType: z.enum(['reserve', 'pay', 'cancel']),
  userId: z.union([z.string(), z.number()]).optional(),
});

/** What a client sends when it connects. */
export const socketAuth = z.object({
  ticket: z.string().min(1).max(2_048),
  /** Asks for the textbook's `result` events of the default show. */
  textbook: z.boolean().optional(),
});

export interface AckError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details?: RefusalDetails;
}

export type Ack<T extends object> =
  | ({ readonly ok: true } & T)
  | { readonly ok: false; readonly error: AckError };

/** A section as `watch` answers it: the whole of it, or what changed since the version that the client named. */
export type WatchedSection = SectionStates | ({ readonly section: string } & ChangesBody);

export type WatchAck = Ack<{
  readonly show: string;
  readonly sections: readonly WatchedSection[];
  /** Present when the process records traces: commands may then carry theirs. */
  readonly traces?: true;
}>;
export type HoldAck = Ack<{ readonly hold: HoldBody }>;
export type OrderAck = Ack<{ readonly order: OrderBody; readonly hold: HoldBody }>;

/** Changes of one section: apply when `from` is not after the version one has; states are those at `to`. */
export interface SeatsEvent extends ChangesBody {
  readonly show: string;
  readonly section: string;
}

/** The newest version of each watched section; a client that is behind, or hears none, repairs itself. */
export interface HeadsEvent {
  readonly show: string;
  readonly heads: Readonly<Record<string, number>>;
  readonly serverTime: number;
  /** Sockets of this process. Should it die, they come back spread over a time that fits their number. */
  readonly sockets: number;
  /**
   * How old what the process knows may be, in milliseconds, while the database has not answered it for longer than a
   * moment: newer versions may exist that nobody can tell it of.
   */
  readonly ageMs?: number;
}

/** To the buyer's own sockets, whenever one of his holds changes. */
export interface HoldEvent {
  readonly id: string;
  readonly show: string;
  readonly state: HoldBody['state'];
  readonly seats: readonly number[];
  readonly expiresAt: string;
  readonly order: string | null;
}

/** Move to another address within that time; this process is about to go. */
export interface MoveEvent {
  readonly withinMs: number;
}

/** The textbook's event. */
export interface TextbookResult {
  readonly row: number;
  readonly col: number;
  readonly actionType: 'reserve' | 'pay' | 'cancel';
}

export interface ServerEvents {
  seats: (event: SeatsEvent) => void;
  heads: (event: HeadsEvent) => void;
  hold: (event: HoldEvent) => void;
  move: (event: MoveEvent) => void;
  result: (event: TextbookResult) => void;
}

export interface ClientEvents {
  watch: (request: z.input<typeof watchRequest>, ack: (answer: WatchAck) => void) => void;
  unwatch: (request: z.input<typeof watchRequest>, ack: (answer: Ack<object>) => void) => void;
  hold: (request: z.input<typeof socketHold>, ack: (answer: HoldAck) => void) => void;
  release: (request: z.input<typeof socketRelease>, ack: (answer: HoldAck) => void) => void;
  pay: (request: z.input<typeof socketPay>, ack: (answer: OrderAck) => void) => void;
  action: (request: z.input<typeof textbookAction>, ack?: (answer: Ack<object>) => void) => void;
}
