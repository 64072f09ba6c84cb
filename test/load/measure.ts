import { setTimeout as delay } from 'node:timers/promises';
import { createRandom } from '@onsale/domain/testing';
import { createDatabase } from '../servers/index.ts';
import { createSessionKeys } from '../services/session-keys.ts';
import { CrowdProcess } from './clients/crowd.ts';
import { machineMs } from './clients/machine-clock.ts';
import type { BuyingPlan, CrowdPlan } from './clients/messages.ts';
import { analyse } from './report/analyse.ts';
import { areAtHead } from './report/at-head.ts';
import type { Figures, RunPlan } from './report/figures.ts';
import type { Databases } from './servers/databases.ts';
import type { DesignPlan, RunningDesign, SeatTruth } from './servers/design.ts';
import { largeShow } from './servers/large-show.ts';
import { busySeconds, cpuBetween, cpuSeconds, type Metered, residentBytes } from './servers/meter.ts';
import { startOnsale } from './servers/onsale.ts';
import { startTextbook } from './servers/textbook.ts';

const show = 'bench';
const settleMs = 1_500;
const leadMs = 200;
/** Several times the longest tick. */
const quietMs = 1_000;

/** Looks into the processes under load. */
export interface Observer {
  /** The window begins. */
  begin(): Promise<void>;
  /** The window is over. */
  end(): Promise<void>;
}

export interface MeasureOptions {
  readonly log: (line: string) => void;
  /** More arguments of Node for the realtime processes. */
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly observer?: Observer;
}

/** Starts a design on an empty database, lets the crowd loose on it, and answers what came out. */
export async function measure(
  databases: Databases,
  plan: RunPlan,
  options: MeasureOptions,
): Promise<Figures> {
  const database = await createDatabase(databases.mysql.url);
  const sessionKeys = createSessionKeys();
  const designPlan: DesignPlan = {
    mysqlUrl: database.url,
    redisUrl: databases.redis.url,
    sessionKeys,
    sale: await largeShow(show, plan.seatCount, plan.sectionCount),
    processes: plan.processes,
    nodeArgs: options.nodeArgs ?? [],
    env: options.env ?? {},
    log: options.log,
  };
  try {
    const design = await (plan.design === 'onsale' ? startOnsale : startTextbook)(designPlan);
    try {
      return await measureDesign(databases, design, plan, sessionKeys, options);
    } finally {
      await design.stop();
    }
  } finally {
    await database.drop();
  }
}

interface Crowd {
  readonly buyers: CrowdProcess;
  readonly viewers: readonly CrowdProcess[];
}

async function measureDesign(
  databases: Databases,
  design: RunningDesign,
  plan: RunPlan,
  sessionKeys: string,
  options: MeasureOptions,
): Promise<Figures> {
  const started: CrowdProcess[] = [];
  const start = async (name: string) => {
    const process = await CrowdProcess.start(name);
    started.push(process);
    return process;
  };
  try {
    const buyers = await start('clients-buyers');
    const viewers: CrowdProcess[] = [];
    if (plan.viewers > 0)
      for (let index = 0; index < plan.viewerWorkers; index++)
        viewers.push(await start(`clients-viewers-${index + 1}`));
    return await run(databases, design, plan, sessionKeys, { buyers, viewers }, options);
  } finally {
    await Promise.all(started.map((process) => process.stop()));
  }
}

async function run(
  databases: Databases,
  design: RunningDesign,
  plan: RunPlan,
  sessionKeys: string,
  { buyers, viewers }: Crowd,
  { observer }: MeasureOptions,
): Promise<Figures> {
  const crowdPlan: CrowdPlan = {
    design: plan.design,
    urls: design.realtimeUrls,
    show,
    seatCount: plan.seatCount,
    sectionCount: plan.sectionCount,
    sessionKeys,
    buyers: plan.buyers,
    viewers: 0,
    sampled: plan.viewers > 0 ? 0 : plan.sampled,
    buyersWatch: plan.buyersWatch,
    worker: 1,
    startMs: machineMs(),
  };
  await buyers.open(crowdPlan);
  const opening = await openViewers(design, plan, crowdPlan, viewers);
  const metered: Metered[] = [
    ...design.processes,
    { name: 'mysqld', pid: databases.mysql.pid },
    { name: 'redis', pid: databases.redis.pid },
    buyers,
    ...viewers,
  ];
  const beginMs = machineMs() + leadMs;
  const windowStartMs = beginMs + plan.warmSeconds * 1_000;
  const plannedEndMs = windowStartMs + plan.seconds * 1_000;
  const failures = Promise.race([buyers, ...viewers].map((each) => each.failure));
  const soldOut = buyers.buy(buyingPlan(plan, beginMs, plannedEndMs));
  await Promise.race([untilMs(windowStartMs), failures]);
  const cpuBefore = cpuSeconds(metered);
  const busyBefore = busySeconds();
  const transactionsBefore = await databases.status.read('Com_commit');
  await observer?.begin();
  await Promise.race([untilMs(plannedEndMs), soldOut, failures]);
  const busy = busySeconds() - busyBefore;
  const cpu = cpuBetween(cpuBefore, cpuSeconds(metered));
  const windowEndMs = machineMs();
  const transactions = (await databases.status.read('Com_commit')) - transactionsBefore;
  await observer?.end();
  const truth = await Promise.race([untilSettled([buyers, ...viewers], design, plan), failures]);
  const reports = await Promise.all([buyers, ...viewers].map((each) => each.report()));
  const { startMs } = crowdPlan;
  const times = { startMs, windowStartMs, windowEndMs };
  return analyse({ plan, reports, truth, ...times, cpu, busy, transactions, ...opening });
}

async function openViewers(
  design: RunningDesign,
  plan: RunPlan,
  crowdPlan: CrowdPlan,
  viewers: readonly CrowdProcess[],
): Promise<{ openSeconds: number; bytesPerSocket: number }> {
  if (viewers.length === 0) return { openSeconds: 0, bytesPerSocket: Number.NaN };
  const realtimes = design.processes.filter(({ name }) => name.startsWith('realtime'));
  const resident = () => realtimes.reduce((sum, { pid }) => sum + residentBytes(pid), 0);
  await delay(settleMs);
  const before = resident();
  const startMs = machineMs();
  const each = Math.ceil(plan.viewers / viewers.length);
  await Promise.all(
    viewers.map((worker, index) =>
      worker.open({
        ...crowdPlan,
        buyers: 0,
        viewers: Math.min(each, plan.viewers - index * each),
        sampled: plan.sampled,
        worker: index + 2,
      }),
    ),
  );
  const openSeconds = (machineMs() - startMs) / 1_000;
  await delay(settleMs);
  return { openSeconds, bytesPerSocket: (resident() - before) / plan.viewers };
}

function buyingPlan(plan: RunPlan, beginMs: number, endMs: number): BuyingPlan {
  const { perSecond, hotSeats, seed, patienceMs } = plan;
  return {
    arrivals: perSecond === null ? { kind: 'closed' } : { kind: 'open', perSecond },
    seats:
      hotSeats === null
        ? { kind: 'each', order: shuffled(plan.seatCount, seed) }
        : { kind: 'hot', count: hotSeats },
    seed,
    beginMs,
    endMs,
    patienceMs,
  };
}

/** All seats in an order that spreads them over the sections (Fisher and Yates). */
function shuffled(count: number, seed: number): Int32Array {
  const random = createRandom(seed);
  const order = Int32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = random.below(last + 1);
    const seat = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = seat;
  }
  return order;
}

/**
 * Waits until all is answered, no more frames come and every screen shows what the database says, or until the time for
 * it is over. Answers what the database says then.
 */
async function untilSettled(
  workers: readonly CrowdProcess[],
  design: RunningDesign,
  plan: RunPlan,
): Promise<SeatTruth> {
  const overMs = machineMs() + plan.drainSeconds * 1_000;
  for (;;) {
    await untilQuiet(workers, plan, overMs);
    const truth = await design.truth();
    const looks = await Promise.all(workers.map((worker) => worker.look()));
    const lowest = looks.flatMap(({ lowestVersions }) => lowestVersions);
    // A busy process may be silent for longer than that in the middle of its work.
    if (areAtHead(lowest, truth.heads) || machineMs() >= overMs) return truth;
  }
}

async function untilQuiet(workers: readonly CrowdProcess[], plan: RunPlan, overMs: number): Promise<void> {
  // Losers of the textbook's races are never answered: of them only the screens are waited for.
  const mayBeIgnored = plan.design === 'textbook' && plan.hotSeats !== null;
  let isQuiet = false;
  while (!isQuiet && machineMs() < overMs) {
    await delay(quietMs / 2);
    const looks = await Promise.all(workers.map((worker) => worker.look()));
    const lastFrameMs = Math.max(...looks.map((look) => look.lastFrameMs));
    isQuiet =
      machineMs() - lastFrameMs > quietMs && (mayBeIgnored || looks.every(({ pending }) => pending === 0));
  }
}

function untilMs(ms: number): Promise<void> {
  return delay(Math.max(0, ms - machineMs()));
}
