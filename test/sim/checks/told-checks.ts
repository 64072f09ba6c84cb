import type { MirrorStep } from '@onsale/booking';
import type { SectionMap } from '@onsale/client';
import type { BuyerId } from '@onsale/domain';
import type { Packet } from '../sale/sockets.ts';
import type { World } from '../world.ts';
import type { SectionHistory, Truth } from './truth.ts';

/** L1 and L2: what mirrors learn, sockets are told and pages show, against what was committed. */
export class ToldChecks {
  readonly #world: World;
  readonly #truth: Truth;

  constructor(world: World, truth: Truth) {
    this.#world = world;
    this.#truth = truth;
  }

  /** A mirror went on: by committed entries [L1], to the states of that version [L2]. */
  checkStep(process: string, { mirror, from, to, entries }: MirrorStep): void {
    const { section } = mirror;
    const history = this.#history(section);
    const truth = history?.states[to];
    if (history === undefined || truth === undefined) {
      this.#world.break(
        'L1',
        `${process} learnt of version ${to} of section ${section}, which does not exist`,
      );
      return;
    }
    for (const entry of entries)
      if (history.entries[entry.version - 1] !== entry)
        this.#world.break('L1', `${process} learnt of an entry that was not committed`, entry);
    if (mirror.states !== truth.join(''))
      this.#world.break('L2', `${process}'s section ${section} is not what it was at ${to}`, {
        from,
        mirror: mirror.states,
        truth: truth.join(''),
      });
  }

  /** Something is sent to a buyer's socket. */
  checkPacket(process: string, packet: Packet, buyer: BuyerId): void {
    if (packet.event === 'seats') this.#checkFrame(process, packet.payload);
    else if (packet.event === 'heads') this.#checkHeads(process, packet.payload.heads);
    else if (packet.event === 'hold') this.#checkNotice(process, packet.payload, buyer);
  }

  #checkFrame(process: string, frame: Extract<Packet, { event: 'seats' }>['payload']): void {
    const { from, to, set } = frame;
    const history = this.#historyOf(frame.section);
    const before = history?.states[from];
    const after = history?.states[to];
    if (history === undefined || before === undefined || after === undefined) {
      this.#world.break('L1', `${process} told of version ${to} of ${frame.section}, which does not exist`);
      return;
    }
    const told = new Map(set);
    for (const [index, state] of after.entries()) {
      const seat = history.first + index;
      const said = told.get(seat) ?? before[index];
      if (said !== state)
        this.#world.break('L2', `${process} told wrongly of seat ${seat} at ${to}`, { from, said, state });
    }
  }

  #checkHeads(process: string, heads: Readonly<Record<string, number>>): void {
    for (const [id, version] of Object.entries(heads))
      if (this.#historyOf(id)?.states[version] === undefined)
        this.#world.break('L1', `${process} told of version ${version} of ${id}, which does not exist`);
  }

  #checkNotice(process: string, notice: Extract<Packet, { event: 'hold' }>['payload'], buyer: BuyerId): void {
    const logged = (this.#truth.notices.get(notice.id) ?? []).some(
      ({ state, seats, buyer: whose }) =>
        state === notice.state && whose === buyer && `${seats}` === `${notice.seats}`,
    );
    if (!logged) this.#world.break('L1', `${process} told ${buyer} what the log does not say`, notice);
  }

  /** [L2] A page's map is the section as it was at the map's version. */
  checkMap(page: string, map: SectionMap): void {
    if (map.version === null) return;
    const truth = this.#historyOf(map.id)?.states[map.version];
    if (truth === undefined)
      this.#world.break('L1', `${page} shows version ${map.version} of ${map.id}, which does not exist`);
    else if (map.states.some((state, index) => state !== truth[index]))
      this.#world.break('L2', `${page} shows ${map.id} as it was not at ${map.version}`, {
        shown: map.states.join(''),
        truth: truth.join(''),
      });
  }

  #history(section: number): SectionHistory | undefined {
    return this.#truth.sections[section];
  }

  #historyOf(id: string): SectionHistory | undefined {
    return this.#history(this.#truth.sale.plan.sectionIndex(id) ?? -1);
  }
}
