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

export function createWatching({ room }: RealtimeDependencies, broadcaster: Broadcaster): Watching {
  const releases = new WeakMap<SaleSocket, Map<string, () => void>>();
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

  /** From the first section on, a socket counts as watching the show, until it leaves. */
  function releasesOf(socket: SaleSocket): Map<string, () => void> {
    const known = releases.get(socket);
    if (known !== undefined) return known;
    const made = new Map<string, () => void>();
    releases.set(socket, made);
    socket.once('disconnect', () => {
      for (const release of made.values()) release();
      made.clear();
    });
    return made;
  }

  function enterShow(socket: SaleSocket, sale: Sale, held: Map<string, () => void>): void {
    const key = roomOf.show(sale.show.id);
    if (held.has(key)) return;
    const entry = sales.get(sale.show.id) ?? { sale, sockets: 0 };
    entry.sockets++;
    sales.set(sale.show.id, entry);
    void socket.join(key);
    held.set(key, () => {
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
    const held = releasesOf(socket);
    enterShow(socket, sale, held);
    return mirrors.map((mirror) => {
      const id = sale.plan.sections[mirror.section]?.id ?? '';
      const key = roomOf.section(sale.show.id, id);
      if (!held.has(key)) held.set(key, room.mirrors.retain(sale.show.id, mirror.section));
      void socket.join(key);
      return broadcaster.describe(mirror, id, since?.[id]);
    });
  }

  return {
    async watch(socket, request) {
      const choice = await chosen(request);
      if ('ok' in choice) return choice;
      const { sale, sections } = choice;
      if (releasesOf(socket).size + sections.length > sectionsMax)
        return refuse('BAD_REQUEST', { faults: [`one socket may watch ${sectionsMax} sections`] }) as Refused;
      const mirrors = await Promise.all(sections.map((section) => room.mirrors.open(sale, section)));
      if (!socket.connected) return refuse('BAD_REQUEST') as Refused;
      return { ok: true, show: sale.show.id, sections: enter(socket, sale, mirrors, request.since) };
    },
    async unwatch(socket, request) {
      const choice = await chosen(request);
      if ('ok' in choice) return choice;
      const held = releasesOf(socket);
      for (const section of choice.sections) {
        const key = roomOf.section(choice.sale.show.id, choice.sale.plan.sections[section]?.id ?? '');
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
