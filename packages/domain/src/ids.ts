/** A show's slug: `[a-z0-9-]{1,64}`, chosen by whoever imports it. */
export type ShowId = string;
/** A buyer, as the signed session names him; never taken from a message. */
export type BuyerId = string;
/** UUIDv7 made by the client: the idempotency key of the hold. */
export type HoldId = string;
/** UUIDv7 of one attempt to pay for a hold, and of the order that it becomes. */
export type OrderId = string;
/** A seat's index in its layout, from 0. */
export type Seat = number;
/** A section's index in its layout, from 0. Sections are locked in ascending order of it. */
export type SectionIndex = number;
/** A moment by the database's clock, in milliseconds since 1970. */
export type EpochMs = number;

const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether the text is a UUIDv7 (RFC 9562) in its one canonical form: lower case, with dashes. */
export function isUuidV7(text: string): boolean {
  return uuidV7.test(text);
}

/** The moment in a UUIDv7's first 48 bits, by its maker's clock. The text must satisfy {@link isUuidV7}. */
export function uuidV7TimeMs(id: string): EpochMs {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
