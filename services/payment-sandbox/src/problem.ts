/** Why a call is refused, with its HTTP status. The list is closed. */
export const statusByCode = {
  BAD_REQUEST: 400,
  BAD_KEY: 401,
  NOT_FOUND: 404,
  CHARGE_NOT_FOUND: 404,
  ID_REUSED: 409,
  NOT_SUCCEEDED: 409,
  BODY_TOO_LARGE: 413,
  INTERNAL: 500,
  BUSY: 503,
  FULL: 503,
} as const;

export type ProblemCode = keyof typeof statusByCode;

const messageByCode: Record<ProblemCode, string> = {
  BAD_REQUEST: 'The request is malformed.',
  BAD_KEY: 'The API key is missing or wrong.',
  NOT_FOUND: 'There is nothing at this address.',
  CHARGE_NOT_FOUND: 'There is no such charge.',
  ID_REUSED: 'A charge with this id and other content exists.',
  NOT_SUCCEEDED: 'The charge took no money.',
  BODY_TOO_LARGE: 'The request is larger than allowed.',
  INTERNAL: 'Something went wrong on our side.',
  BUSY: 'Too many calls are under way; ask again shortly.',
  FULL: 'The books are full.',
};

/** A refusal on its way to the one place that answers it. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  /** Each fault of a malformed request, with its path. */
  readonly faults: readonly string[];

  constructor(code: ProblemCode, faults: readonly string[] = []) {
    super(messageByCode[code]);
    this.code = code;
    this.faults = faults;
  }

  get body() {
    const { code, message, faults } = this;
    return { error: { code, message, ...(faults.length === 0 ? {} : { faults }) } };
  }

  get status() {
    return statusByCode[this.code];
  }
}
