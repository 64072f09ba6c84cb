import { OutcomeUnknown, StoreUnavailable } from '@onsale/domain';

/** What mysql2 adds to the errors that it throws. */
interface DriverError extends Error {
  readonly errno?: number;
  readonly sqlState?: string;
  readonly fatal?: boolean;
}

const duplicateEntry = 1062;
const lockWaitTimeout = 1205;
const deadlock = 1213;

/** What the pool says, without a code, of its own state rather than the server's. */
const poolRefusals: ReadonlySet<string> = new Set(['Queue limit reached.', 'Pool is closed.']);

function isDriverError(error: unknown): error is DriverError {
  return error instanceof Error && ('code' in error || poolRefusals.has(error.message));
}

/**
 * Whether the server itself refused a statement for a reason that a fresh attempt may not meet: a
 * deadlock, a lock that took too long, or an id that another transaction wrote first.
 */
export function isWorthAnotherTry(error: unknown): boolean {
  if (!isDriverError(error)) return false;
  return error.errno === duplicateEntry || error.errno === deadlock || error.errno === lockWaitTimeout;
}

/** The error of a call that wrote nothing, as the port names it. */
export function unavailable(error: unknown): unknown {
  if (error instanceof StoreUnavailable || !isDriverError(error)) return error;
  return new StoreUnavailable(`MySQL: ${error.message}`, { cause: error });
}

/** The error of a connection that broke after COMMIT was sent. */
export function unknown(error: unknown): unknown {
  if (!isDriverError(error)) return error;
  return new OutcomeUnknown(`MySQL: ${error.message}`, { cause: error });
}

/** Runs work that writes no batch; what goes wrong with the server is named as the port names it. */
export async function answering<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // drizzle wraps the driver's error.
    throw unavailable(error instanceof Error && isDriverError(error.cause) ? error.cause : error);
  }
}
