import type { Prices } from './prices.ts';

/** A sale at its busiest moment. */
export interface Demand {
  readonly viewers: number;
  /** Seats taken per second, and commands refused. */
  readonly winsPerSecond: number;
  readonly refusalsPerSecond: number;
  /** Sections that the seats taken are spread over. */
  readonly sections: number;
  /** Sections that each viewer's page watches. */
  readonly sectionsWatched: number;
}

/** What the measurements say besides prices. */
export interface Limits {
  /** Process memory of a socket, in bytes. */
  readonly socketBytes: number;
  /** Bytes of a frame besides its seats, and for each seat in it. */
  readonly frameBytes: number;
  readonly seatBytes: number;
  /** From one transaction to the next where each waits for the one before, in milliseconds. */
  readonly transactionMs: number;
  /** Seats that one section took in a second while all were busy: one batch at a time, whoever sends it. */
  readonly sectionWinsMax: number;
}

/** What one has to run it on. */
export interface Machines {
  /** How much of a core a realtime process, which has one thread, may use at most; the rest is for peaks. */
  readonly coreShare: number;
  readonly podBytesMax: number;
  readonly podsPerNode: number;
  readonly nodeBitsPerSecond: number;
  readonly databaseCores: number;
}

/** A process that is short of time has the longest tick, a quarter of a second; one at leisure has the mean pace. */
const ticksMin = 4;
const ticksMax = 25;
const bitsPerByte = 8;

export const usualMachines: Machines = {
  coreShare: 0.7,
  podBytesMax: 1.5 * 2 ** 30,
  podsPerNode: 3,
  nodeBitsPerSecond: 5e9,
  databaseCores: 16,
};

export type Bottleneck =
  | 'pod processor'
  | 'pod memory'
  | 'node network'
  | 'database processor'
  | 'section lock'
  | 'Redis';

export interface Sizing {
  readonly pods: number;
  readonly socketsPerPod: number;
  readonly nodes: number;
  /** How often a process tells, as far as there is something to tell. */
  readonly ticksPerSecond: number;
  readonly transactionsPerSecond: number;
  readonly writesPerSecond: number;
  readonly bitsPerSecond: number;
  /** Processor cores. */
  readonly databaseCores: number;
  readonly redisCores: number;
  /** Databases and Redis servers, when one of each is not enough. */
  readonly databases: number;
  readonly redisServers: number;
  /** What is used up to the largest part of what one of it gives, and that part, of 1. */
  readonly first: Bottleneck;
  readonly firstShare: number;
}

/**
 * What a demand needs. Every process hears of every transaction and has ticks of its own, so that neither can be shared
 * out: they are taken from each process's core before sockets are. Pods are as few as do at the longest tick; what their
 * cores then leave makes ticks shorter. Throws a RangeError when what each process does anyway fills a core.
 */
export function sizeFor(demand: Demand, prices: Prices, limits: Limits, machines = usualMachines): Sizing {
  const fullest = coresFor(demand, prices, flowOf(demand, limits, ticksMin));
  const free = machines.coreShare - fullest.each;
  if (free <= 0)
    throw new RangeError(
      `hearing of ${Math.round(transactionsOf(demand, limits))} transactions a second fills a process's core`,
    );
  const byProcessor = Math.ceil(fullest.shared / free);
  const byMemory = Math.ceil((demand.viewers * limits.socketBytes) / machines.podBytesMax);
  const pods = Math.max(1, byProcessor, byMemory);
  const ticksPerSecond = ticksThatFit(demand, prices, limits, pods, machines.coreShare);
  const flow = flowOf(demand, limits, ticksPerSecond);
  const bitsPerSecond = flow.bytesPerSecond * bitsPerByte;
  const nodes = Math.max(
    Math.ceil(pods / machines.podsPerNode),
    Math.ceil(bitsPerSecond / machines.nodeBitsPerSecond),
  );
  const { mysql, redis } = prices;
  const transactions = flow.transactionsPerSecond;
  const databaseCores = mysql.second + transactions * mysql.transaction + demand.winsPerSecond * mysql.win;
  const redisCores = redis.second + transactions * (redis.transaction + (pods + 1) * redis.transactionRead);
  const shares: Readonly<Record<Bottleneck, number>> = {
    'pod processor': (fullest.each + fullest.shared / pods) / machines.coreShare,
    'pod memory': (demand.viewers * limits.socketBytes) / pods / machines.podBytesMax,
    'node network': bitsPerSecond / nodes / machines.nodeBitsPerSecond,
    'database processor': databaseCores / (machines.databaseCores * machines.coreShare),
    'section lock': demand.winsPerSecond / demand.sections / limits.sectionWinsMax,
    Redis: redisCores / machines.coreShare,
  };
  const [first, firstShare] = largest(shares);
  return {
    pods,
    socketsPerPod: Math.ceil(demand.viewers / pods),
    nodes,
    ...{ ticksPerSecond, transactionsPerSecond: transactions },
    writesPerSecond: flow.writesPerSecond,
    bitsPerSecond,
    databaseCores,
    redisCores,
    databases: Math.max(1, Math.ceil(shares['database processor'])),
    redisServers: Math.max(1, Math.ceil(shares.Redis)),
    first,
    firstShare,
  };
}

interface Flow {
  readonly transactionsPerSecond: number;
  /** Ticks in which a process has something to tell. */
  readonly tellingsPerSecond: number;
  readonly writesPerSecond: number;
  readonly bytesPerSecond: number;
}

/** What flows when every process has so many ticks a second. A tick tells each socket all that it has with one write. */
function flowOf(demand: Demand, limits: Limits, ticksPerSecond: number): Flow {
  const winsPerSection = demand.winsPerSecond / demand.sections;
  const framesPerSection = Math.min(winsPerSection, ticksPerSecond);
  const framesPerSecond = demand.viewers * demand.sectionsWatched * framesPerSection;
  const seatsPerFrame = framesPerSection === 0 ? 0 : winsPerSection / framesPerSection;
  return {
    transactionsPerSecond: transactionsOf(demand, limits),
    tellingsPerSecond: Math.min(demand.winsPerSecond, ticksPerSecond),
    writesPerSecond: demand.viewers * Math.min(winsPerSection * demand.sectionsWatched, ticksPerSecond),
    bytesPerSecond: framesPerSecond * (limits.frameBytes + seatsPerFrame * limits.seatBytes),
  };
}

/**
 * Each process gathers commands for itself, and with many processes each has few: at worst every seat has a transaction
 * of its own. But those of one section follow one another, and what waits for that goes together.
 */
function transactionsOf({ winsPerSecond, sections }: Demand, { transactionMs }: Limits): number {
  return Math.min(winsPerSecond, (sections * 1_000) / transactionMs);
}

interface Cores {
  /** What each process uses, however few sockets it has. */
  readonly each: number;
  /** What all processes share. */
  readonly shared: number;
}

function coresFor(demand: Demand, { realtime }: Prices, flow: Flow): Cores {
  return {
    each:
      realtime.second +
      flow.tellingsPerSecond * realtime.telling +
      flow.transactionsPerSecond * realtime.transactionHeard,
    shared:
      demand.viewers * realtime.socketSecond +
      flow.writesPerSecond * realtime.write +
      (flow.bytesPerSecond / 1e6) * realtime.megabyte +
      demand.winsPerSecond * realtime.win +
      flow.transactionsPerSecond * realtime.transaction +
      demand.refusalsPerSecond * realtime.refusal,
  };
}

/** The most ticks a second that so many processes have time for. */
function ticksThatFit(
  demand: Demand,
  prices: Prices,
  limits: Limits,
  pods: number,
  coreShare: number,
): number {
  for (let ticks = ticksMax; ticks > ticksMin; ticks--) {
    const { each, shared } = coresFor(demand, prices, flowOf(demand, limits, ticks));
    if (each + shared / pods <= coreShare) return ticks;
  }
  return ticksMin;
}

function largest(shares: Readonly<Record<Bottleneck, number>>): [Bottleneck, number] {
  const [first] = Object.entries(shares).sort(([, a], [, b]) => b - a) as [Bottleneck, number][];
  if (first === undefined) throw new RangeError('nothing can run short');
  return first;
}
