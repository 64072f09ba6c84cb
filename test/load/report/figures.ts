import type { DesignName } from '../clients/messages.ts';
import type { CpuSeconds } from '../servers/meter.ts';
import type { Percentiles } from './percentiles.ts';

/** What one run was asked to do. */
export interface RunPlan {
  readonly design: DesignName;
  readonly scenario: string;
  /** Realtime processes. */
  readonly processes: number;
  readonly buyers: number;
  readonly viewers: number;
  readonly viewerWorkers: number;
  readonly seatCount: number;
  readonly sectionCount: number;
  /** Commands per second of open arrivals; null for a closed loop. */
  readonly perSecond: number | null;
  /** All buyers go for the first so many seats; null when each seat is asked for once. */
  readonly hotSeats: number | null;
  readonly warmSeconds: number;
  readonly seconds: number;
  /** How long answers and frames are waited for afterwards. */
  readonly drainSeconds: number;
  readonly patienceMs: number;
  readonly buyersWatch: boolean;
  /** Viewers of each worker and process that read and draw everything. */
  readonly sampled: number;
  readonly seed: number;
}

/** How the maps came out. */
export interface MapCheck {
  /** Sampled maps, and those of them that differ from the database at the end. */
  readonly sampled: number;
  readonly wrong: number;
  /** Frames that did not follow the one before on some screen. */
  readonly gaps: number;
  /** Whether every screen ended at the database's newest version of every section. */
  readonly allAtHead: boolean;
  readonly lostSockets: number;
  /** The most frames that one section sent to one screen in a second, and so how long its shortest tick could be. */
  readonly framesPerSectionAndSecond: number;
}

/** What one run gave. Rates are per second of the window, times in milliseconds. */
export interface Figures {
  readonly windowSeconds: number;
  readonly wins: number;
  readonly winsPerSecond: number;
  /** Wins whose buyers had their answer within a second: later, many have given up. */
  readonly promptWinsPerSecond: number;
  readonly answered: number;
  readonly answeredPerSecond: number;
  /** Batches committed per second, by the versions that the screens were told; 0 where there are none. */
  readonly commitsPerSecond: number;
  /** Transactions that ended with a `COMMIT` per second, whoever began them: one may carry batches of several sections. */
  readonly transactionsPerSecond: number;
  /** From when a command was sent, or with open arrivals should have been, to its answer. */
  readonly latency: Percentiles;
  readonly refused: Readonly<Record<string, number>>;
  /** Commands of the window that were never answered, and those answered UNKNOWN. */
  readonly unanswered: number;
  readonly unknown: number;
  /** Each change, from its command's start to the last screen. */
  readonly everyScreen: Percentiles;
  /** Each change, from its command's answer to the last screen; negative when the screens were first. */
  readonly everyScreenFromAnswer: Percentiles;
  /** Each change on each sampled screen, from its command's start. */
  readonly screen: Percentiles;
  /** Reads of sockets that brought frames: as many as the server's writes, unless a client was late and found two. */
  readonly writesPerSecond: number;
  readonly deliveriesPerSecond: number;
  readonly deliveredBytesPerSecond: number;
  /** Processor seconds per second of the window, by process. */
  readonly cpu: CpuSeconds;
  /** The same of everything else on the machine: much of it spoils the figures. */
  readonly othersCpu: number;
  /** Processor time of all server processes for one answered command, in microseconds; NaN when none was. */
  readonly serverMicrosPerCommand: number;
  /** Bytes of the realtime processes' memory for each viewer's socket; NaN without viewers. */
  readonly bytesPerSocket: number;
  readonly openSeconds: number;
  readonly maps: MapCheck;
}

/** One run of pages that read a snapshot. */
export interface ReadingRunPlan {
  readonly scenario: string;
  readonly connections: number;
  readonly isConditional: boolean;
  readonly perSecond: number | null;
  readonly warmSeconds: number;
  readonly seconds: number;
  readonly seed: number;
}

export interface ReadingFigures {
  readonly windowSeconds: number;
  readonly answeredPerSecond: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly latency: Percentiles;
  readonly unanswered: number;
  readonly bodyBytes: number;
  /** Statements that the database was sent meanwhile, by anybody and for whatever. */
  readonly queriesPerSecond: number;
  readonly cpu: CpuSeconds;
}
