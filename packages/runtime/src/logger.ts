import { type DestinationStream, type Logger, pino } from 'pino';
import { loggedError } from './log-error.ts';
import { markOf, scrub } from './log-scrub.ts';

export type { Logger };

/** Fields that are not told, at the top of a line and one level below. */
const secretFields = [
  ...['ticket', 'session', 'token', 'cookie', 'setCookie', 'authorization', 'password', 'apiKey', 'secret'],
  ...['contact', 'email', 'nickname'],
];

/**
 * A logger of JSON lines, to standard output unless told otherwise. The field `buyer` takes a buyer's id and tells its
 * mark; `err` takes whatever was thrown. Sessions, tickets, keys, contacts and e-mail addresses never get into a line.
 *
 * Levels: `error` is for whoever mends the code, `warn` and `info` for whoever runs the service, `debug` has a line for
 * each refused command, `trace` one for each request.
 */
export function createLogger(service: string, level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: (error: unknown) => loggedError(error), buyer: markOfBuyer },
    redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor: '[redacted]' },
    hooks: { streamWrite: scrub },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** Null is a request without a session. */
function markOfBuyer(buyer: unknown): string | null {
  return typeof buyer === 'string' ? markOf(buyer) : null;
}
