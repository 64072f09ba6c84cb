import type { MirrorStep } from '@onsale/booking';
import type { SectionMap } from '@onsale/client';
import type { BuyerId } from '@onsale/domain';
import type { Page } from '../clients/page.ts';
import type { Packet } from '../sale/sockets.ts';
import type { World } from '../world.ts';
import type { SectionHistory, Truth } from './truth.ts';

/**
 * How old a map may be that says nothing of it [L3]: three seconds until a process knows that it may be behind, one until it
 * says so, or three and a half of silence.
 */
const silentlyOldMsMax = 7_000;
/** A page does something at least so often: it looks whether it still hears from its server. */
const asleepMs = 4_000;

/** L1 and L2: what mirrors learn, sockets are told and pages show, against what was committed. */
export class ToldChecks {
  readonly #world: World;
  readonly #truth: Truth;

  /** When each page last did anything, and since when it has not slept. */
  readonly #seen = new Map<string, { readonly atMs: number; readonly wokeAtMs: number }>();

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

  /**
   * [L3] A page that says that its map is live shows what was there a few seconds ago, or newer. One that has just woken
   * up may not have looked at its clock yet.
   */
  checkHonesty({ machine, live }: Page): void {
    const { nowMs } = this.#world;
    const seen = this.#seen.get(machine.name);
    const wokeAtMs = seen === undefined || nowMs - seen.atMs > asleepMs ? nowMs : seen.wokeAtMs;
    this.#seen.set(machine.name, { atMs: nowMs, wokeAtMs });
    if (live?.state.kind !== 'live' || nowMs - wokeAtMs < asleepMs) return;
    for (const map of live.sections) {
      const due = this.#truth.headAt(
        this.#truth.sale.plan.sectionIndex(map.id) ?? -1,
        nowMs - silentlyOldMsMax,
      );
      if (map.isWatched && (map.version ?? -1) < due)
        this.#world.break(
          'L3',
          `${machine.name} says live and shows ${map.id} at ${map.version}, not ${due}`,
        );
    }
  }

  #history(section: number): SectionHistory | undefined {
    return this.#truth.sections[section];
  }

  #historyOf(id: string): SectionHistory | undefined {
    return this.#history(this.#truth.sale.plan.sectionIndex(id) ?? -1);
  }
}
