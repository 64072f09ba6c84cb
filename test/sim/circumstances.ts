import type { Limits } from '@onsale/domain';
import type { BusWeather } from './bus.ts';
import type { Chance } from './chance.ts';
import type { FaultKind } from './faults.ts';
import { faultKinds } from './faults.ts';
import type { NetworkWeather } from './network.ts';
import type { ProviderHabits } from './provider.ts';
import type { WireWeather } from './sale/wire.ts';
import type { DatabaseTimes } from './store/database.ts';

/** Everything about a simulated sale that its seed decides before it starts. */
export interface Circumstances {
  readonly sections: readonly number[];
  readonly cap: number;
  readonly holdMs: number;
  readonly paymentMs: number;
  readonly extensionMs: number | null;
  /** Until when orders may be given back, from the start. */
  readonly returnsMs: number | null;
  readonly limits: Limits;
  readonly processes: number;
  readonly buyers: number;
  readonly pages: number;
  /** Whether buyers ask for the best seats, too. */
  readonly choosesBest: boolean;
  readonly hasOperator: boolean;
  /** How long a buyer usually waits between two commands. */
  readonly thinkMs: number;
  /** How far wall clocks are off, either way. */
  readonly wallAheadMsMax: number;
  readonly lanes: { readonly queueMax: number; readonly batchMax: number };
  readonly upkeep: Upkeep;
  readonly database: DatabaseTimes & { readonly callMsMax: number };
  readonly databaseNetwork: NetworkWeather;
  readonly webNetwork: NetworkWeather;
  readonly providerNetwork: NetworkWeather;
  readonly provider: ProviderHabits;
  readonly bus: BusWeather;
  readonly wires: WireWeather;
  /** The kinds of faults that happen in this sale, and how often any of them does. */
  readonly faults: readonly FaultKind[];
  readonly faultEveryMs: number;
}

interface Upkeep {
  /** How many of the processes sweep, settle and trim; the others leave it to them. */
  readonly processes: number;
  readonly sweepEveryMs: number;
  readonly settleEveryMs: number;
  readonly settleAfterMs: number;
  readonly giveUpMs: number;
  readonly trimEveryMs: number;
  readonly logKept: number;
}

/**
 * Draws them. Each kind of trouble is left out of many sales altogether: where everything goes wrong at once, little
 * gets far enough to go wrong in an interesting way.
 */
export function drawCircumstances(chance: Chance): Circumstances {
  const often = (probability: number, worst: number) =>
    chance.happens(probability) ? chance.between(0, worst) : 0;
  const weather = (latencyMs: number): NetworkWeather => ({
    latencyMs,
    questionLost: often(0.5, 0.08),
    answerLost: often(0.5, 0.08),
  });
  const processes = chance.whole(2, 4);
  return {
    sections: Array.from({ length: chance.whole(1, 3) }, () => chance.whole(2, 6)),
    cap: chance.whole(2, 5),
    holdMs: chance.whole(400, 3_000),
    paymentMs: chance.whole(300, 2_500),
    returnsMs: chance.happens(0.7) ? chance.whole(3_000, 20_000) : null,
    extensionMs: chance.happens(0.7) ? chance.whole(200, 2_000) : null,
    limits: drawLimits(chance),
    processes,
    buyers: chance.whole(3, 6),
    pages: chance.whole(1, 3),
    choosesBest: chance.happens(0.6),
    hasOperator: chance.happens(0.4),
    thinkMs: chance.between(60, 500),
    wallAheadMsMax: chance.happens(0.5) ? 600_000 : 50,
    lanes: { queueMax: chance.pick([2, 8, 2_000]), batchMax: chance.pick([1, 3, 500]) },
    upkeep: {
      processes: chance.pick([0, 1, processes]),
      sweepEveryMs: chance.whole(200, 900),
      settleEveryMs: chance.whole(300, 1_500),
      settleAfterMs: chance.whole(300, 2_000),
      giveUpMs: chance.pick([1_500, 10_000]),
      trimEveryMs: chance.whole(100, 1_000),
      logKept: chance.pick([0, 2, 10_000]),
    },
    database: {
      commitMs: chance.pick([1, 4, 30]),
      lockMsMax: chance.whole(300, 1_500),
      callMsMax: chance.whole(400, 2_000),
    },
    databaseNetwork: weather(chance.pick([0.5, 2, 8])),
    webNetwork: weather(chance.pick([5, 30])),
    providerNetwork: weather(chance.pick([20, 120])),
    provider: {
      declined: chance.between(0, 0.3),
      pending: often(0.6, 0.6),
      pendingMsMax: chance.whole(200, 5_000),
      lateSuccess: often(0.3, 0.5),
      messages: often(0.7, 1),
      callMsMax: chance.whole(200, 1_200),
    },
    bus: {
      latencyMs: chance.pick([1, 5, 40]),
      lost: often(0.5, 0.3),
      doubled: often(0.5, 0.3),
      late: often(0.5, 0.3),
      lateMsMax: chance.whole(20, 1_500),
    },
    wires: { latencyMs: chance.pick([3, 20, 60]), framesLost: often(0.3, 0.1) },
    faults: faultKinds.filter(() => chance.happens(0.4)),
    faultEveryMs: chance.between(300, 2_000),
  };
}

function drawLimits(chance: Chance): Limits {
  return {
    holdsPerMinuteMax: chance.happens(0.15) ? chance.whole(3, 12) : null,
    dropsMax: chance.happens(0.15) ? chance.whole(2, 6) : null,
    dropWindowMs: chance.whole(1_000, 6_000),
  };
}
