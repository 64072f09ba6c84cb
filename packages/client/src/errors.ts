import type { AckError } from '@onsale/contracts';
import { isErrorCode, messageByCode } from '@onsale/contracts/errors';

/** Why something was refused, from the one closed list. */
export type ErrorCode = AckError['code'];
/** The seats or numbers behind a refusal. */
export type ErrorDetails = NonNullable<AckError['details']>;

/** A refusal, or an outcome that is not known. Every promise of this package rejects with this and nothing else. */
export class OnsaleError extends Error {
  override readonly name = 'OnsaleError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  /** The HTTP status, or 0 when the answer came over a socket or not at all. */
  readonly status: number;

  constructor(code: ErrorCode, options: { message?: string; details?: ErrorDetails; status?: number } = {}) {
    super(options.message ?? messageByCode[code]);
    this.code = code;
    this.details = options.details ?? {};
    this.status = options.status ?? 0;
  }
}

/** Refusals that changed nothing, or may have: asking again with the same id is safe and right [H5]. */
const repeatable: ReadonlySet<ErrorCode> = new Set(['UNKNOWN', 'RATE_LIMITED', 'BUSY', 'UNAVAILABLE']);

/** Whether the same command may be asked again, by the same id, in the hope of another answer. */
export function isRepeatable(error: unknown): error is OnsaleError {
  return error instanceof OnsaleError && repeatable.has(error.code);
}

/** Whatever was thrown, as an `OnsaleError`; what is not one counts as `code`. */
export function asOnsaleError(thrown: unknown, code: ErrorCode = 'UNKNOWN'): OnsaleError {
  if (thrown instanceof OnsaleError) return thrown;
  return new OnsaleError(code, thrown instanceof Error ? { message: thrown.message } : {});
}

/** The refusal of an ack or of an error body. A code that this version does not know counts as INTERNAL. */
export function errorFromWire(wire: unknown, status = 0): OnsaleError | null {
  if (!isRecord(wire) || typeof wire.code !== 'string') return null;
  const code = isErrorCode(wire.code) ? wire.code : 'INTERNAL';
  return new OnsaleError(code, {
    status,
    ...(typeof wire.message === 'string' ? { message: wire.message } : {}),
    ...(isRecord(wire.details) ? { details: wire.details as ErrorDetails } : {}),
  });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
