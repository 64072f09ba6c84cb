import type { SectionMirror } from '@onsale/booking';
import type { WatchAck, WatchedSection, watchRequest } from '@onsale/contracts';
import { type Outcome, refuse, type Sale, type SectionIndex } from '@onsale/domain';
import type { z } from 'zod';
import type { Broadcaster } from './broadcaster.ts';
import type { RealtimeDependencies } from './dependencies.ts';
import { roomOf, type SaleSocket } from './socket-types.ts';

type Request = z.infer<typeof watchRequest>;
type Refused = Extract<Outcome, { ok: false }>;
type Watched = Extract<WatchAck, { ok: true }>;

/** Sections that one socket may watch. */
const sectionsMax = 1_000;

/** Which sections each socket watches; their mirrors are kept as long as somebody does. */
export interface Watching {
  watch(socket: SaleSocket, request: Request): Promise<Watched | Refused>;
  unwatch(socket: SaleSocket, request: Request): Promise<{ ok: true } | Refused>;
  /** The shows that sockets of this process watch. */
  shows(): Iterable<Sale>;
}

/** How to let go of what one socket watches, by its rooms. */
interface Held {
  readonly shows: Map<string, () => void>;
  readonly sections: Map<string, () => void>;
}

const sectionRoom = ({ show, plan }: Sale, section: SectionIndex) =>
  roomOf.section(show.id, plan.sections[section]?.id ?? '');

export function createWatching({ room, tracing }: RealtimeDependencies, broadcaster: Broadcaster): Watching {
  const helds = new WeakMap<SaleSocket, Held>();
  const sales = new Map<string, { sale: Sale; sockets: number }>();

  async function chosen(request: Request): Promise<{ sale: Sale; sections: SectionIndex[] } | Refused> {
    const sale = await room.catalog.sale(request.show);
    if (sale === null) return refuse('SHOW_NOT_FOUND') as Refused;
    const { plan } = sale;
    if (request.sections === 'all') return { sale, sections: plan.sections.map((_, index) => index) };
    const indexes = request.sections.map((id) => plan.sectionIndex(id));
    const sections = indexes.filter((index) => index !== undefined);
    return sections.length < indexes.length ? (refuse('SECTION_NOT_FOUND') as Refused) : { sale, sections };
  }

  /** What the socket watches, until it leaves. */
  function heldBy(socket: SaleSocket): Held {
    const known = helds.get(socket);
    if (known !== undefined) return known;
    const made: Held = { shows: new Map(), sections: new Map() };
    helds.set(socket, made);
    socket.once('disconnect', () => {
      for (const releases of [made.sections, made.shows]) {
        for (const release of releases.values()) release();
        releases.clear();
      }
    });
    return made;
  }

  /** From the first section on, a socket counts as watching the show, until it leaves. */
  function enterShow(socket: SaleSocket, sale: Sale, { shows }: Held): void {
    const key = roomOf.show(sale.show.id);
    if (shows.has(key)) return;
    const entry = sales.get(sale.show.id) ?? { sale, sockets: 0 };
    entry.sockets++;
    sales.set(sale.show.id, entry);
    void socket.join(key);
    shows.set(key, () => {
      entry.sockets--;
      if (entry.sockets === 0) sales.delete(sale.show.id);
    });
  }

  /** Joining and describing happen in one go, so that no frame falls in between. */
  function enter(
    socket: SaleSocket,
    sale: Sale,
    mirrors: readonly SectionMirror[],
    since: Request['since'],
  ): WatchedSection[] {
    const held = heldBy(socket);
    enterShow(socket, sale, held);
    return mirrors.map((mirror) => {
      const id = sale.plan.sections[mirror.section]?.id ?? '';
      const key = sectionRoom(sale, mirror.section);
      if (!held.sections.has(key)) held.sections.set(key, room.mirrors.retain(sale.show.id, mirror.section));
      void socket.join(key);
      return broadcaster.describe(mirror, id, since?.[id]);
    });
  }

  return {
    async watch(socket, request) {
      const choice = await chosen(request);
      if ('ok' in choice) return choice;
      const { sale, sections } = choice;
      const held = heldBy(socket).sections;
      const added = sections.filter((section) => !held.has(sectionRoom(sale, section)));
      if (held.size + added.length > sectionsMax)
        return refuse('BAD_REQUEST', { faults: [`one socket may watch ${sectionsMax} sections`] }) as Refused;
      const mirrors = await Promise.all(sections.map((section) => room.mirrors.open(sale, section)));
      if (!socket.connected) return refuse('BAD_REQUEST') as Refused;
      const watched = { show: sale.show.id, sections: enter(socket, sale, mirrors, request.since) };
      return tracing ? { ok: true, ...watched, traces: true } : { ok: true, ...watched };
    },
    async unwatch(socket, request) {
      const choice = await chosen(request);
      if ('ok' in choice) return choice;
      const held = heldBy(socket).sections;
      for (const section of choice.sections) {
        const key = sectionRoom(choice.sale, section);
        void socket.leave(key);
        held.get(key)?.();
        held.delete(key);
      }
      return { ok: true };
    },
    *shows() {
      for (const { sale } of sales.values()) yield sale;
    },
  };
}
