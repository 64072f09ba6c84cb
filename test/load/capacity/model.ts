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
  /** From one batch of a section to its next while all sections are busy, in milliseconds. */
  readonly commitMs: number;
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

/** The longest tick: a busy process sends each section's frames that far apart. */
const tickMsMax = 250;
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
  readonly commitsPerSecond: number;
  readonly deliveriesPerSecond: number;
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
 * What a demand needs. Every process hears of every commit, so that work on commits cannot be shared out: it is taken
 * from each process's core before sockets are. Throws a RangeError when the commits alone fill a core.
 */
export function sizeFor(demand: Demand, prices: Prices, limits: Limits, machines = usualMachines): Sizing {
  const flow = flowOf(demand, limits);
  const { realtime } = prices;
  const fixed = realtime.second + flow.commitsPerSecond * realtime.commitHeard;
  const free = machines.coreShare - fixed;
  if (free <= 0)
    throw new RangeError(
      `hearing of ${Math.round(flow.commitsPerSecond)} commits a second fills a process's core`,
    );
  const shared =
    demand.viewers * realtime.socketSecond +
    flow.deliveriesPerSecond * realtime.delivery +
    (flow.bytesPerSecond / 1e6) * realtime.megabyte +
    demand.winsPerSecond * realtime.win +
    flow.commitsPerSecond * realtime.commit +
    demand.refusalsPerSecond * realtime.refusal;
  const byProcessor = Math.ceil(shared / free);
  const byMemory = Math.ceil((demand.viewers * limits.socketBytes) / machines.podBytesMax);
  const pods = Math.max(1, byProcessor, byMemory);
  const bitsPerSecond = flow.bytesPerSecond * bitsPerByte;
  const nodes = Math.max(
    Math.ceil(pods / machines.podsPerNode),
    Math.ceil(bitsPerSecond / machines.nodeBitsPerSecond),
  );
  const databaseCores =
    prices.mysql.second +
    flow.commitsPerSecond * prices.mysql.commit +
    demand.winsPerSecond * prices.mysql.win;
  const redisCores =
    prices.redis.second +
    flow.commitsPerSecond * (prices.redis.commit + (pods + 1) * prices.redis.commitRead);
  const shares: Readonly<Record<Bottleneck, number>> = {
    'pod processor': (fixed + shared / pods) / machines.coreShare,
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
    commitsPerSecond: flow.commitsPerSecond,
    deliveriesPerSecond: flow.deliveriesPerSecond,
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
  readonly commitsPerSecond: number;
  readonly deliveriesPerSecond: number;
  readonly bytesPerSecond: number;
}

function flowOf(demand: Demand, limits: Limits): Flow {
  const winsPerSection = demand.winsPerSecond / demand.sections;
  // Commands that come while a batch is committed share the next one.
  const commitsPerSection = Math.min(winsPerSection, 1_000 / limits.commitMs);
  const framesPerSection = Math.min(winsPerSection, 1_000 / tickMsMax);
  const deliveriesPerSecond = demand.viewers * demand.sectionsWatched * framesPerSection;
  const seatsPerFrame = framesPerSection === 0 ? 0 : winsPerSection / framesPerSection;
  return {
    commitsPerSecond: commitsPerSection * demand.sections,
    deliveriesPerSecond,
    bytesPerSecond: deliveriesPerSecond * (limits.frameBytes + seatsPerFrame * limits.seatBytes),
  };
}

function largest(shares: Readonly<Record<Bottleneck, number>>): [Bottleneck, number] {
  const [first] = Object.entries(shares).sort(([, a], [, b]) => b - a) as [Bottleneck, number][];
  if (first === undefined) throw new RangeError('nothing can run short');
  return first;
}
