import type { MirrorStep, SaleRoom, SectionMirror } from '@onsale/booking';
import type { LiveShow } from '@onsale/client';
import { type Hold, type LogEntry, type Outcome, refuse } from '@onsale/domain';
import type { Machine } from '../machine.ts';
import type { Planted } from './planted.ts';

/** Faults in what mirrors and pages make of what they hear. */
/** Logs so short that whoever missed a moment of them reads the snapshot. */
const hastyTrimming = {
  ...{ processes: 3, sweepEveryMs: 300, settleEveryMs: 500, settleAfterMs: 500, giveUpMs: 3_000 },
  ...{ trimEveryMs: 100, logKept: 1 },
};

export const tellingFaults = {
  'mirror-ignores-gaps': {
    fault: 'a mirror takes an entry although those before it are missing',
    rules: ['L2'],
    variant: { room: ignoreGapsOfMirrors },
  },
  'snapshot-joins-frames': {
    fault: 'what a mirror got from a snapshot is told as if it were every change since the version before',
    rules: ['L2'],
    variant: {
      step: (step) => (step.entries.length === 0 ? { ...step, entries: [entryInstead(step)] } : step),
      circumstances: {
        ...{ sections: [6], processes: 3, pages: 3, buyers: 6, thinkMs: 80 },
        ...{
          upkeep: hastyTrimming,
          faults: ['process is cut off from the bus', 'wire breaks'],
          faultEveryMs: 300,
        },
        ...{ bus: { latencyMs: 5, lost: 0.3, doubled: 0, late: 0, lateMsMax: 20 } },
      },
    },
  },
  'clock-set-back': {
    fault: 'an answer that comes late sets back what a process takes for the database’s clock',
    rules: ['H5'],
    variant: {
      room: followNewestAnswer,
      circumstances: {
        ...{ sections: [2], cap: 2, holdMs: 1_500, processes: 2, thinkMs: 100, wallAheadMsMax: 50 },
        ...{ choosesBest: true, faults: ['process pauses'], faultEveryMs: 500 },
        webNetwork: { latencyMs: 5, questionLost: 0, answerLost: 0.3 },
        bus: { latencyMs: 40, lost: 0.3, doubled: 0, late: 0.3, lateMsMax: 1_500 },
      },
    },
  },
  'page-ignores-gaps': {
    fault: 'a page takes a frame although those before it are missing',
    rules: ['L2'],
    variant: { page: ignoreGapsOfMaps },
  },
  'mirror-grants': {
    fault: 'a process grants what its mirror shows as available, and asks the database later',
    rules: ['L1'],
    variant: { room: grantFromMirrors },
  },
  'mirror-refuses-repeats': {
    fault: 'a process refuses seats from its mirror to whoever asks, however old the id is',
    rules: ['H5', 'H2'],
    variant: { room: refuseFromMirrors },
  },
  'old-mirror-refuses': {
    fault:
      'a process refuses seats from its mirror although it is cut off from whatever would tell the mirror',
    rules: ['H1'],
    variant: {
      room: believeOldMirrors,
      circumstances: {
        ...{ sections: [3], cap: 2, holdMs: 1_500, processes: 2, thinkMs: 100 },
        ...{
          faults: ['process is cut off from the bus', 'process is cut off from the database'],
          faultEveryMs: 300,
        },
      },
    },
  },
  'old-maps-look-live': {
    fault: 'a process that is cut off from whatever would tell it does not say how old its maps may be',
    rules: ['L3'],
    variant: {
      room: hideLag,
      circumstances: {
        ...{ sections: [3], processes: 2, pages: 3, buyers: 6, thinkMs: 100 },
        ...{
          faults: ['process is cut off from the bus', 'process is cut off from the database'],
          faultEveryMs: 300,
        },
      },
    },
  },
  'no-heads-on-page': {
    fault: 'a page does not repair what heads and gaps say that it misses',
    rules: ['L3'],
    variant: { page: ignoreHeads },
  },
} as const satisfies Record<string, Planted>;

function entryInstead({ mirror, to }: MirrorStep): LogEntry {
  const { show, section } = mirror;
  return { show, section, version: to, changes: [], notices: [] };
}

function followNewestAnswer({ clock }: SaleRoom, machine: Machine): void {
  let offsetMs: number | null = null;
  clock.observe = (nowMs) => {
    offsetMs = nowMs - machine.monotonicMs();
  };
  clock.estimateMs = () => (offsetMs === null ? null : Math.round(offsetMs + machine.monotonicMs()));
}

function ignoreGapsOfMirrors({ mirrors }: SaleRoom): void {
  const receive = mirrors.receive.bind(mirrors);
  mirrors.receive = (entries) => {
    for (const { show, section, version } of entries) {
      const mirror = mirrors.peek(show, section);
      if (mirror !== undefined && version > mirror.version + 1) skipTo(mirror, version - 1);
    }
    receive(entries);
  };
}

/** Lets the mirror claim that its states are those of a newer version. */
function skipTo(mirror: SectionMirror, version: number): void {
  const states = Uint8Array.from(mirror.states, Number);
  const { show, section } = mirror;
  const untilMs = new Float64Array(states.length);
  const owners = new Uint32Array(states.length);
  mirror.reset({ show, section, version, states, untilMs, owners });
}

function ignoreGapsOfMaps({ sections }: LiveShow): void {
  for (const map of sections) {
    const applyDelta = map.applyDelta.bind(map);
    map.applyDelta = (delta) =>
      applyDelta({ ...delta, from: Math.min(delta.from, map.version ?? delta.from) });
  }
}

function ignoreHeads({ sections }: LiveShow): void {
  for (const map of sections) Object.defineProperty(map, 'isBehind', { get: () => false });
}

function hideLag({ mirrors }: SaleRoom): void {
  mirrors.lag = () => ({ behindMs: 0, versions: 0, headsAgeMs: 0 });
}

function believeOldMirrors({ mirrors }: SaleRoom): void {
  mirrors.isCurrent = (show, section) => mirrors.peek(show, section) !== undefined;
}

function refuseFromMirrors({ booking, catalog, mirrors }: SaleRoom): void {
  const hold = booking.hold.bind(booking);
  booking.hold = async (buyer, show, id, seats) => {
    const sale = await catalog.sale(show).catch(() => null);
    const taken = seats.filter((seat) => {
      const mirror = sale === null ? undefined : mirrors.peek(show, sale.plan.sectionOf(seat));
      return mirror !== undefined && mirror.stateOf(seat) !== 0;
    });
    return taken.length > 0 ? refuse('SEAT_TAKEN', { seats: taken }) : hold(buyer, show, id, seats);
  };
}

function grantFromMirrors({ booking, catalog, mirrors, clock }: SaleRoom): void {
  const hold = booking.hold.bind(booking);
  booking.hold = async (buyer, show, id, seats): Promise<Outcome> => {
    const sale = await catalog.sale(show).catch(() => null);
    const isAvailable = seats.every((seat) => {
      const mirror = sale === null ? undefined : mirrors.peek(show, sale.plan.sectionOf(seat));
      return mirror?.stateOf(seat) === 0;
    });
    const asked = hold(buyer, show, id, seats);
    const nowMs = clock.estimateMs();
    if (sale === null || nowMs === null || !isAvailable) return asked;
    const granted: Hold = {
      ...{ id, show, buyer, requested: seats, seats, amount: 0, createdAtMs: nowMs },
      ...{
        untilMs: nowMs + sale.show.holdMs,
        endedAtMs: null,
        state: 'active',
        extended: false,
        extendedByBuyer: false,
        order: null,
        choice: null,
      },
    };
    return { ok: true, hold: granted, order: null };
  };
}
