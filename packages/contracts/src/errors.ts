import { type ErrorCode, errorCodes, type Refusal } from '@onsale/domain';

/** The HTTP status of each code; a code without one does not compile. */
export const statusByCode = {
  BAD_REQUEST: 400,
  BAD_ID: 400,
  BODY_TOO_LARGE: 413,
  UNKNOWN_EVENT: 400,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  NO_SESSION: 401,
  BAD_TICKET: 401,
  FORBIDDEN_ORIGIN: 403,
  BAD_SIGNATURE: 401,
  SHOW_NOT_FOUND: 404,
  SECTION_NOT_FOUND: 404,
  LAYOUT_NOT_FOUND: 404,
  HOLD_NOT_FOUND: 404,
  ORDER_NOT_FOUND: 404,
  LOG_TRIMMED: 410,
  SEATS_EMPTY: 400,
  SEATS_DUPLICATE: 400,
  SEAT_OUT_OF_RANGE: 400,
  SEAT_NOT_IN_HOLD: 409,
  SEAT_TAKEN: 409,
  NOT_ENOUGH_SEATS: 409,
  LEAVES_SINGLE_SEAT: 409,
  CAP_EXCEEDED: 409,
  TOO_MANY_HOLDS: 429,
  COOLING_DOWN: 429,
  NOT_ON_SALE: 409,
  SALE_CLOSED: 409,
  ID_REUSED: 409,
  HOLD_EXPIRED: 409,
  HOLD_ENDED: 409,
  NO_EXTENSION: 409,
  NO_RETURNS: 409,
  PAYMENT_PENDING: 409,
  PAYMENT_DECLINED: 402,
  RATE_LIMITED: 429,
  BUSY: 503,
  UNAVAILABLE: 503,
  UNKNOWN: 504,
  INTERNAL: 500,
} as const satisfies Record<ErrorCode, number>;

/** One sentence per code, in English, for logs and for developers; pages bring their own words. */
export const messageByCode: Record<ErrorCode, string> = {
  BAD_REQUEST: 'The request is malformed; details.faults says where.',
  BAD_ID: 'The id must be a UUIDv7 in lower case.',
  BODY_TOO_LARGE: 'The request is larger than allowed.',
  UNKNOWN_EVENT: 'There is no such event.',
  NOT_FOUND: 'There is nothing at this address.',
  METHOD_NOT_ALLOWED: 'This address does not answer this method.',
  NO_SESSION: 'There is no valid session; open the show first.',
  BAD_TICKET: 'The ticket is not valid, too old, or used already; ask for another.',
  FORBIDDEN_ORIGIN: 'Requests from this origin are not allowed.',
  BAD_SIGNATURE: 'The message is not signed by the payment provider, or too old.',
  SHOW_NOT_FOUND: 'There is no such show.',
  SECTION_NOT_FOUND: 'The show has no such section.',
  LAYOUT_NOT_FOUND: 'There is no such layout.',
  HOLD_NOT_FOUND: 'There is no such hold of yours.',
  ORDER_NOT_FOUND: 'There is no such order of yours.',
  LOG_TRIMMED: 'The changes since that version are no longer kept; read the snapshot.',
  SEATS_EMPTY: 'No seat was asked for.',
  SEATS_DUPLICATE: 'A seat was asked for twice.',
  SEAT_OUT_OF_RANGE: 'The show has no such seat.',
  SEAT_NOT_IN_HOLD: 'A seat does not belong to this hold.',
  SEAT_TAKEN: 'A seat is no longer available; details.seats names them.',
  NOT_ENOUGH_SEATS: 'There are not so many seats left of those that were wished for.',
  LEAVES_SINGLE_SEAT:
    'That would leave seats single, which details.seats names; seats beside them would not.',
  CAP_EXCEEDED: 'That is more seats than one buyer may have in this show.',
  TOO_MANY_HOLDS:
    'That is more holds than one buyer may make within a minute; details.retryAfterMs says when to go on.',
  COOLING_DOWN: 'Too many holds were given back or ran out unpaid; details.retryAfterMs says when to go on.',
  NOT_ON_SALE: 'The sale is not open yet.',
  SALE_CLOSED: 'The sale is closed.',
  ID_REUSED: 'This id was used for something else.',
  HOLD_EXPIRED: 'The time to pay is over; the seats are free again.',
  HOLD_ENDED: 'The hold has ended already.',
  NO_EXTENSION: 'The time of holds of this show cannot be extended.',
  NO_RETURNS: 'The order cannot be given back, or no longer.',
  PAYMENT_PENDING: 'A payment for this hold is under way.',
  PAYMENT_DECLINED: 'The payment was declined; the seats are still held until the deadline.',
  RATE_LIMITED: 'That is more than one buyer or one address may ask; ask again shortly.',
  BUSY: 'Too many requests are waiting; ask again shortly.',
  UNAVAILABLE: 'The sale cannot be reached at the moment; nothing was changed.',
  UNKNOWN: 'The outcome is not known; ask again with the same id.',
  INTERNAL: 'Something went wrong on our side.',
};

/** The seconds of a Retry-After header, for a refusal that another attempt may not meet; null for every other. */
export function retryAfterSeconds({ code, details }: Refusal): number | null {
  const status: number = statusByCode[code];
  if (status !== 429 && status !== 503) return null;
  return Math.max(1, Math.ceil((details?.retryAfterMs ?? 1_000) / 1_000));
}

/** Whether the text is one of the closed list of codes. */
export function isErrorCode(text: string): text is ErrorCode {
  return (errorCodes as readonly string[]).includes(text);
}

/** The refusal as acks and error bodies carry it. */
export function errorOf(refusal: Refusal): {
  code: ErrorCode;
  message: string;
  details?: Refusal['details'];
} {
  const { code, details } = refusal;
  return { code, message: messageByCode[code], ...(details === undefined ? {} : { details }) };
}
