import { markIds } from './log-scrub.ts';

/** An error as a line of the log tells it. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: LoggedError;
  /** The errors that an AggregateError gathers; the first ones. */
  readonly errors?: readonly LoggedError[];
}

/** Causes of causes that are told at most: a chain may lead back to itself. */
const depthMax = 4;
const gatheredMax = 5;
/** Longer messages carry data, for example a statement with all its values. */
const messageLengthMax = 1_000;
const stackLengthMax = 4_000;

/**
 * What is told of an error: its kind, its words, where it came from and why. Whatever else hangs on it stays out: a
 * driver's errors carry the statement with its values, a request's error the request with its cookies.
 */
export function loggedError(error: unknown, depth = depthMax): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: shown(describe(error)) };
  const { message, stack, cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return {
    type: error.name,
    message: shown(message),
    ...code,
    ...(stack === undefined ? {} : { stack: framesOf(stack) }),
    ...(cause === undefined || depth <= 1 ? {} : { cause: loggedError(cause, depth - 1) }),
    ...(error instanceof AggregateError && depth > 1
      ? { errors: error.errors.slice(0, gatheredMax).map((one) => loggedError(one, depth - 1)) }
      : {}),
  };
}

function shown(text: string): string {
  return markIds(text.length > messageLengthMax ? `${text.slice(0, messageLengthMax)}…` : text);
}

/** The stack without the message above it, which is told already, at its bounded length. */
function framesOf(stack: string): string {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames.join('\n').slice(0, stackLengthMax);
}

function describe(thrown: unknown): string {
  try {
    return typeof thrown === 'object' ? (JSON.stringify(thrown) ?? 'nothing') : String(thrown);
  } catch {
    return 'something that cannot be told';
  }
}
