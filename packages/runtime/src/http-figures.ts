import type { Logger } from './logger.ts';
import { Counter, Histogram, type Registry } from './metrics.ts';

/** Seconds: from what memory answers to what a buyer gives up on. */
const answerBuckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** One request that was answered. */
export interface AnsweredRequest {
  /** One of few: a pattern, never an address. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
  /** Asked for where somebody reads it. */
  requestId(): string | undefined;
}

/** What a service tells of its requests, whoever answers them. */
export interface HttpFigures {
  answered(request: AnsweredRequest): void;
}

/**
 * Counts and times requests by route and status, never by address or id: what a stranger types into a path makes no
 * figures. Its line per request is at level `trace`: at `debug` a sale's crowd would fill the disks.
 */
export function createHttpFigures(options: {
  readonly registry: Registry;
  readonly logger: Logger;
}): HttpFigures {
  const { registry, logger } = options;
  const registers = [registry];
  const requests = new Counter({
    name: 'onsale_http_requests_total',
    help: 'Requests answered, by route, method and status.',
    labelNames: ['route', 'method', 'code'],
    registers,
  });
  const durations = new Histogram({
    name: 'onsale_http_request_duration_seconds',
    help: 'From a request to its answer, by route and method.',
    labelNames: ['route', 'method'],
    buckets: answerBuckets,
    registers,
  });
  return {
    answered({ route, method, status, seconds, requestId }) {
      requests.inc({ route, method, code: String(status) });
      durations.observe({ route, method }, seconds);
      if (logger.isLevelEnabled('trace'))
        logger.trace({ requestId: requestId(), method, route, status, seconds }, 'answered');
    },
  };
}
