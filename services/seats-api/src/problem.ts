import { errorOf, retryAfterSeconds, statusByCode } from '@onsale/contracts';
import { OutcomeUnknown, type Refusal, StoreUnavailable } from '@onsale/domain';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** A refusal on its way to the one place that answers it. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly refusal: Refusal;

  constructor(code: Refusal['code'], details?: Refusal['details']) {
    super(code);
    this.refusal = details === undefined ? { code } : { code, details };
  }
}

/** The refusal behind an error; what nobody foresaw is INTERNAL. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Problem) return error.refusal;
  if (error instanceof StoreUnavailable) return { code: 'UNAVAILABLE' };
  if (error instanceof OutcomeUnknown) return { code: 'UNKNOWN' };
  if (isCutOff(error)) return { code: 'BAD_REQUEST', details: { faults: ['the body was cut off'] } };
  return { code: 'INTERNAL' };
}

/** A client that leaves in the middle of its body; a store's broken connections have names of their own. */
function isCutOff(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
}

/** Body, status and headers of a refusal. */
export function problemAnswer(
  refusal: Refusal,
  requestId: string,
): [object, ContentfulStatusCode, Record<string, string>] {
  const retryAfter = retryAfterSeconds(refusal);
  return [
    { error: { ...errorOf(refusal), requestId } },
    statusByCode[refusal.code],
    retryAfter === null ? {} : { 'retry-after': String(retryAfter) },
  ];
}
