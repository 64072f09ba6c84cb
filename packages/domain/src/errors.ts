import type { Seat } from './ids.ts';

/**
 * Why a command or a request is refused. The list is closed: an answer that is not in it is a defect,
 * and each code has one HTTP status in the contracts package.
 */
export const errorCodes = [
  // The request itself.
  'BAD_REQUEST',
  'BAD_ID',
  'BODY_TOO_LARGE',
  'UNKNOWN_EVENT',
  'NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  // Who asks.
  'NO_SESSION',
  'BAD_TICKET',
  'FORBIDDEN_ORIGIN',
  'BAD_SIGNATURE',
  // What is asked about.
  'SHOW_NOT_FOUND',
  'SECTION_NOT_FOUND',
  'LAYOUT_NOT_FOUND',
  'HOLD_NOT_FOUND',
  'ORDER_NOT_FOUND',
  'LOG_TRIMMED',
  // The seats asked for.
  'SEATS_EMPTY',
  'SEATS_DUPLICATE',
  'SEAT_OUT_OF_RANGE',
  'SEAT_NOT_IN_HOLD',
  'SEAT_TAKEN',
  'NOT_ENOUGH_SEATS',
  'LEAVES_SINGLE_SEAT',
  'CAP_EXCEEDED',
  'TOO_MANY_HOLDS',
  'COOLING_DOWN',
  // The sale's and the hold's state.
  'NOT_ON_SALE',
  'SALE_CLOSED',
  'ID_REUSED',
  'HOLD_EXPIRED',
  'HOLD_ENDED',
  'NO_EXTENSION',
  'NO_RETURNS',
  'PAYMENT_PENDING',
  'PAYMENT_DECLINED',
  // The system's state.
  'RATE_LIMITED',
  'BUSY',
  'UNAVAILABLE',
  'UNKNOWN',
  'INTERNAL',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** A refusal: its code and, where they help the buyer, the seats or numbers behind it. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly details?: RefusalDetails;
}

export interface RefusalDetails {
  /** The seats that stood in the way, or that would be left single, ascending. */
  readonly seats?: readonly Seat[];
  /** The show's cap of seats per buyer. */
  readonly cap?: number;
  /** How many seats count towards the buyer's cap already. */
  readonly claimed?: number;
  /** When the sale opens, in milliseconds since 1970. */
  readonly onSaleAtMs?: number;
  /** Where to read on, for example a snapshot's address. */
  readonly href?: string;
  /** How long to wait before asking again, in milliseconds. */
  readonly retryAfterMs?: number;
  /** Each fault of a malformed request, with its path. */
  readonly faults?: readonly string[];
}

/**
 * Thrown by a store when nothing was committed and asking again later is right: no connection, a full
 * pool, a deadlock that outlived its retries.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** Thrown by a store when the connection broke around COMMIT: the batch may or may not be in force. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

/** A broken invariant: the caller or the store did something that no input can explain. */
export class InvariantBroken extends Error {
  override readonly name = 'InvariantBroken';
}
