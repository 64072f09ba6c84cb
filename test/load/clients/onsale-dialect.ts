import type { SeatsEvent, WatchAck } from '@onsale/contracts';
import { createTokens, parseKeyring } from '@onsale/identity';
import { v7 as uuidV7 } from 'uuid';
import { DigitReader } from './bytes.ts';
import type { Changes, Dialect, Listener } from './dialect.ts';

const event = 0x32;
const ack = 0x33;
const letterS = 0x73;
const letterE = 0x65;
const letterT = 0x74;
/** `42["` */
const nameAt = 4;
/** `42["seats",{"show":"` */
const showAt = 20;
/** `","section":"` and the letter before a section's number */
const toSection = 14;
/** `","from":` */
const toFrom = 9;
/** `,"to":` */
const toTo = 6;
/** `[{"ok":` */
const toOk = 7;

export interface OnsaleDialectPlan {
  readonly show: string;
  /** Sections are named s0, s1, … */
  readonly sectionCount: number;
  readonly sessionKeys: string;
  /** Whether the clients watch all sections. */
  readonly watches: boolean;
}

/** This system's sockets. */
export function createOnsaleDialect(plan: OnsaleDialectPlan): Dialect {
  const { show, sectionCount, watches } = plan;
  const tokens = createTokens({ keyring: parseKeyring(plan.sessionKeys), nowMs: Date.now });
  const digits = new DigitReader();
  const sectionAt = showAt + show.length + toSection;
  // A fresh show is at version 0: whoever has that needs no snapshot, which is what a page has from the API.
  const since = Object.fromEntries(Array.from({ length: sectionCount }, (_, index) => [`s${index}`, 0]));

  function hearSeats(buffer: Buffer, start: number, length: number, listener: Listener): void {
    digits.start(buffer, start + sectionAt);
    const section = digits.next();
    digits.skip(toFrom);
    const from = digits.next();
    digits.skip(toTo);
    listener.changed(section, from, digits.next(), length);
  }

  function hearAck(buffer: Buffer, start: number, end: number, listener: Listener): void {
    digits.start(buffer, start + 2);
    const id = digits.next();
    if (buffer[digits.at + toOk] === letterT) return listener.answered(id, '');
    const code = /"code":"([A-Z_]+)"/.exec(buffer.toString('latin1', digits.at, end))?.[1];
    listener.answered(id, code ?? 'UNREADABLE');
  }

  return {
    prefixBytes: 192,
    hasVersions: true,
    auth: async () => JSON.stringify({ ticket: await tokens.issueTicket(tokens.newBuyer()) }),
    joining: (isSampled) =>
      watches
        ? `420${JSON.stringify(['watch', { show, sections: 'all', ...(isSampled ? {} : { since }) }])}`
        : null,
    snapshot(packet) {
      const [answer] = JSON.parse(packet.slice(packet.indexOf('['))) as [WatchAck];
      if (!answer.ok) throw new Error(packet);
      return answer.sections.flatMap((section) =>
        'states' in section ? [{ section: Number(section.section.slice(1)), states: section.states }] : [],
      );
    },
    numberOf: (next) => next,
    take: (id, seat) => `42${id}["hold",{"id":"${uuidV7()}","show":"${show}","seats":[${seat}]}]`,
    hear(buffer, start, end, length, listener) {
      const kind = buffer[start + 1];
      if (kind === ack) hearAck(buffer, start, end, listener);
      else if (kind === event && buffer[start + nameAt] === letterS && buffer[start + nameAt + 1] === letterE)
        hearSeats(buffer, start, length, listener);
    },
    changes(packet): Changes | null {
      if (!packet.startsWith('42["seats"')) return null;
      const [, { section, to, set }] = JSON.parse(packet.slice(2)) as [string, SeatsEvent];
      return { section: Number(section.slice(1)), to, set };
    },
  };
}
