import type { SectionMirror } from '@onsale/booking';
import type { WatchAck, WatchedSection, watchRequest } from '@onsale/contracts';
import { type Outcome, refuse, type Sale, type SectionIndex } from '@onsale/domain';
import type { z } from 'zod';
import type { Broadcaster } from './broadcaster.ts';
import type { RealtimeDependencies } from './dependencies.ts';
import { isSectionRoom, roomOf, type SaleServer, type SaleSocket } from './socket-types.ts';

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

/** The rooms of a show and of its sections, made once: every socket keeps the names of those that it is in. */
interface Names {
  readonly show: string;
  readonly sections: readonly string[];
}

/** Rooms know who watches; this knows, by room, what the process keeps for them. */
export function createWatching(
  io: SaleServer,
  { room, tracing }: RealtimeDependencies,
  broadcaster: Broadcaster,
): Watching {
  const namesBySale = new WeakMap<Sale, Names>();
  const salesWatched = new Map<string, Sale>();
  const releases = new Map<string, () => void>();
  io.sockets.adapter.on('delete-room', (name: string) => {
    salesWatched.delete(name);
    releases.get(name)?.();
    releases.delete(name);
  });

  function namesOf(sale: Sale): Names {
    const known = namesBySale.get(sale);
    if (known !== undefined) return known;
    const { show, plan } = sale;
    const sections = plan.sections.map(({ id }) => roomOf.section(show.id, id));
    const made = { show: roomOf.show(show.id), sections };
    namesBySale.set(sale, made);
    return made;
  }

  async function chosen(request: Request): Promise<{ sale: Sale; sections: SectionIndex[] } | Refused> {
    const sale = await room.catalog.sale(request.show);
    if (sale === null) return refuse('SHOW_NOT_FOUND') as Refused;
    const { plan } = sale;
    if (request.sections === 'all') return { sale, sections: plan.sections.map((_, index) => index) };
    const indexes = request.sections.map((id) => plan.sectionIndex(id));
    const sections = indexes.filter((index) => index !== undefined);
    return sections.length < indexes.length ? (refuse('SECTION_NOT_FOUND') as Refused) : { sale, sections };
  }

  /** Joining and describing happen in one go, so that no frame falls in between. */
  function enter(
    socket: SaleSocket,
    sale: Sale,
    mirrors: readonly SectionMirror[],
    since: Request['since'],
  ): WatchedSection[] {
    const names = namesOf(sale);
    salesWatched.set(names.show, sale);
    void socket.join(names.show);
    return mirrors.map((mirror) => {
      const id = sale.plan.sections[mirror.section]?.id ?? '';
      const name = names.sections[mirror.section] ?? '';
      if (!releases.has(name)) releases.set(name, room.mirrors.retain(sale.show.id, mirror.section));
      void socket.join(name);
      return broadcaster.describe(mirror, id, since?.[id]);
    });
  }

  return {
    async watch(socket, request) {
      const choice = await chosen(request);
      if ('ok' in choice) return choice;
      const { sale, sections } = choice;
      if (sectionsWith(socket, namesOf(sale), sections) > sectionsMax)
        return refuse('BAD_REQUEST', { faults: [`one socket may watch ${sectionsMax} sections`] }) as Refused;
      const mirrors = await Promise.all(sections.map((section) => room.mirrors.open(sale, section)));
      if (!socket.connected) return refuse('BAD_REQUEST') as Refused;
      const watched = { show: sale.show.id, sections: enter(socket, sale, mirrors, request.since) };
      return tracing ? { ok: true, ...watched, traces: true } : { ok: true, ...watched };
    },
    async unwatch(socket, request) {
      const choice = await chosen(request);
      if ('ok' in choice) return choice;
      const names = namesOf(choice.sale);
      for (const section of choice.sections) void socket.leave(names.sections[section] ?? '');
      return { ok: true };
    },
    shows: () => salesWatched.values(),
  };
}

/** How many sections the socket would watch with some more. */
function sectionsWith({ rooms }: SaleSocket, { sections }: Names, more: readonly SectionIndex[]): number {
  let count = 0;
  for (const name of rooms) if (isSectionRoom(name)) count++;
  for (const section of more) if (!rooms.has(sections[section] ?? '')) count++;
  return count;
}
