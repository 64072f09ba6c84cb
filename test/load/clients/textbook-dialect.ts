import { DigitReader } from './bytes.ts';
import type { Changes, Dialect } from './dialect.ts';

const event = 0x32;
const letterR = 0x72;
/** `42["` */
const nameAt = 4;
/** `42["result",{"row":` */
const rowAt = 19;
/** `,"col":` */
const toCol = 7;
/** `,"userId":"` and the letter before a user's number */
const toUser = 12;

const states: Readonly<Record<string, number>> = { cancel: 0, reserve: 1, pay: 2 };

interface TextbookResult {
  readonly row: number;
  readonly col: number;
  readonly userId: string;
  readonly actionType: string;
}

/** Seats in a row of the textbook's grid. */
export const seatsPerRow = 100;

/**
 * The textbook's sockets. There are no answers to commands: a client takes the `result` that names it for the answer
 * to its own. Whoever came too late hears nothing.
 */
export function createTextbookDialect(user: number): Dialect {
  const digits = new DigitReader();
  return {
    prefixBytes: 96,
    hasVersions: false,
    auth: () => Promise.resolve(''),
    joining: () => null,
    snapshot: () => null,
    numberOf: (_next, seat) => seat,
    take: (_id, seat) =>
      `42["action",{"row":${Math.floor(seat / seatsPerRow)},"col":${seat % seatsPerRow},"userId":"u${user}","actionType":"reserve"}]`,
    hear(buffer, start, _end, length, listener) {
      if (buffer[start + 1] !== event || buffer[start + nameAt] !== letterR) return;
      digits.start(buffer, start + rowAt);
      const row = digits.next();
      digits.skip(toCol);
      const seat = row * seatsPerRow + digits.next();
      digits.skip(toUser);
      const winner = digits.next();
      listener.changed(0, -1, seat, length);
      if (winner === user) listener.answered(seat, '');
    },
    changes(packet): Changes | null {
      if (!packet.startsWith('42["result"')) return null;
      const [, { row, col, actionType }] = JSON.parse(packet.slice(2)) as [string, TextbookResult];
      const seat = row * seatsPerRow + col;
      return { section: 0, to: seat, set: [[seat, states[actionType] ?? 0]] };
    },
  };
}
