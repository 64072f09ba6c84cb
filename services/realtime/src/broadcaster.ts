import type { MirrorStep, SectionMirror } from '@onsale/booking';
import type { ChangesBody, SectionStates, WatchedSection } from '@onsale/contracts';
import type { Seat } from '@onsale/domain';
import type { RoomFrame, Tell } from './frame-writer.ts';
import { TellingPace } from './pace.ts';
import { RecentFrames } from './recent-frames.ts';
import { roomOf } from './socket-types.ts';
import { createTickMeter, nextTickMs, type TickMeter, tickMsMin } from './tick.ts';

interface Gathering {
  readonly mirror: SectionMirror;
  readonly sectionId: string;
  readonly from: number;
  to: number;
  readonly set: Map<Seat, number>;
}

export interface BroadcasterFigures {
  readonly tickMs: number;
  /** Frames sent to sockets since the start. */
  readonly deliveries: number;
}

/** Tells the process's own sockets what its mirrors learn: one frame per section and tick. */
export interface Broadcaster {
  /** A section as an answer to `watch`: what changed since the version that the client has, or all of it. */
  describe(mirror: SectionMirror, sectionId: string, since: number | undefined): WatchedSection;
  take(step: MirrorStep, sectionId: string): void;
  /** Has the next telling, within a tick, end with what `make` then answers: one write carries both. */
  tellToo(make: () => readonly RoomFrame[]): void;
  figures(): BroadcasterFigures;
  stop(): void;
}

export function createBroadcaster(tell: Tell, meter: TickMeter = createTickMeter()): Broadcaster {
  const gathering = new Map<SectionMirror, Gathering>();
  const recent = new WeakMap<SectionMirror, RecentFrames>();
  const described = new WeakMap<SectionMirror, SectionStates>();
  const pace = new TellingPace();
  const others: (() => readonly RoomFrame[])[] = [];
  let timer: NodeJS.Timeout | null = null;
  let tickMs = tickMsMin;
  let deliveries = 0;

  function take(step: MirrorStep, sectionId: string): void {
    const { mirror, to, changes, entries } = step;
    // A snapshot says where the seats ended up, not which of them changed on the way. So what replaced the log leads
    // on from nowhere: whoever is behind it asks, also those who are at a version in between [L2].
    const from = entries.length === 0 ? to : step.from;
    const before = gathering.get(mirror);
    // Steps that nobody watched are not heard: what was gathered before them has no one left to be told.
    const known =
      before?.to === from ? before : { mirror, sectionId, from, to, set: new Map<Seat, number>() };
    known.to = to;
    for (const [seat, state] of changes) known.set.set(seat, state);
    gathering.set(mirror, known);
    if (timer === null) schedule();
  }

  function schedule(): void {
    timer = setTimeout(
      () => {
        timer = null;
        pace.begin(performance.now());
        tickMs = nextTickMs(tickMs, meter.measure(flush));
      },
      pace.waitMs(performance.now(), tickMs),
    );
  }

  /** Sends what was gathered. */
  function flush(): void {
    const frames: RoomFrame[] = [];
    for (const { mirror, sectionId, from, to, set } of gathering.values()) {
      const kept = recent.get(mirror) ?? new RecentFrames();
      recent.set(mirror, kept);
      kept.add({ from, to, set });
      const payload = { show: mirror.show, section: sectionId, from, to, set: [...set] };
      frames.push({ room: roomOf.section(mirror.show, sectionId), event: 'seats', payload });
    }
    gathering.clear();
    for (const make of others.splice(0)) frames.push(...make());
    deliveries += tell(frames);
  }

  /** What changed since a version, when that and the frame to come lead to the mirror's. [L2] */
  function changesSince(mirror: SectionMirror, since: number): ChangesBody | null {
    const changes = recent.get(mirror)?.since(since) ?? null;
    const coming = gathering.get(mirror);
    const reachedBy = coming?.to === mirror.version ? coming.from : mirror.version;
    return changes !== null && changes.to >= reachedBy ? changes : null;
  }

  return {
    take,
    tellToo(make) {
      others.push(make);
      if (timer === null) schedule();
    },
    describe(mirror, section, since) {
      const { version } = mirror;
      if (since === version) return { section, from: version, to: version, set: [] };
      const changes = since === undefined ? null : changesSince(mirror, since);
      if (changes !== null) return { section, ...changes };
      const known = described.get(mirror);
      if (known?.version === version) return known;
      const made = { section, version, states: mirror.states };
      described.set(mirror, made);
      return made;
    },
    figures: () => ({ tickMs, deliveries }),
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}
