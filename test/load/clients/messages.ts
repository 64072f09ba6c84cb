import type { ReadingPlan, ReadingReport } from './readers.ts';
import type { Deliveries, FrameRecord } from './screens.ts';

export type DesignName = 'onsale' | 'textbook';

/** Who connects from one worker process. */
export interface CrowdPlan {
  readonly design: DesignName;
  /** The realtime processes; clients are dealt out to them in turn. */
  readonly urls: readonly string[];
  readonly show: string;
  readonly seatCount: number;
  readonly sectionCount: number;
  readonly sessionKeys: string;
  readonly buyers: number;
  readonly viewers: number;
  /** Viewers of each process that read every packet in full. */
  readonly sampled: number;
  /** Whether buyers see the map too. */
  readonly buyersWatch: boolean;
  /** A number that no other worker has. */
  readonly worker: number;
  /** From when on deliveries are counted, by the machine's clock. */
  readonly startMs: number;
}

/** How buyers come and what they want. */
export interface BuyingPlan {
  readonly arrivals:
    | { readonly kind: 'closed' }
    /** Poisson arrivals: they come whether or not earlier commands have been answered. */
    | { readonly kind: 'open'; readonly perSecond: number };
  readonly seats: /** Each seat once, in this order. */
    | { readonly kind: 'each'; readonly order: Int32Array }
    /** Any of the first so many, again and again. */
    | { readonly kind: 'hot'; readonly count: number };
  readonly seed: number;
  /** When the first command may be sent and when the last, by the machine's clock. */
  readonly beginMs: number;
  readonly endMs: number;
  /** After that long without an answer a buyer of a closed loop asks for something else. */
  readonly patienceMs: number;
}

export type ToWorker =
  | { readonly kind: 'open'; readonly plan: CrowdPlan }
  | { readonly kind: 'buy'; readonly plan: BuyingPlan }
  | { readonly kind: 'read'; readonly plan: ReadingPlan }
  | { readonly kind: 'look' }
  | { readonly kind: 'report' };

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'opened' }
  /** All seats have been asked for. */
  | { readonly kind: 'exhausted' }
  | { readonly kind: 'read'; readonly report: ReadingReport }
  | { readonly kind: 'look'; readonly look: WorkerLook }
  | { readonly kind: 'report'; readonly report: WorkerReport }
  | { readonly kind: 'failed'; readonly message: string };

/** How far a worker has come. */
export interface WorkerLook {
  /** Commands that wait for their answer. */
  readonly pending: number;
  /** When the last frame came, by the machine's clock; 0 before the first. */
  readonly lastFrameMs: number;
  /** By process: the lowest version of each section on any screen; -1 where one was never told of it. */
  readonly lowestVersions: readonly (readonly number[])[];
}

/** What became of each command, in columns. */
export interface CommandColumns {
  readonly seats: Float64Array;
  /** When it was sent, or, with open arrivals, when it should have been. */
  readonly startMs: Float64Array;
  /** When its answer came; 0 for those that got none. */
  readonly endMs: Float64Array;
  /** Index into `codes`; 0 is a grant. */
  readonly codes: Float64Array;
  readonly codeNames: readonly string[];
}

export interface SampledReport {
  readonly process: number;
  readonly states: Uint8Array;
  readonly shownMs: Float64Array;
}

export interface WorkerReport {
  readonly commands: CommandColumns;
  /** By process. */
  readonly frames: readonly (readonly FrameRecord[])[];
  /** In each stretch of time, as {@link Deliveries} has them. */
  readonly deliveringReads: Float64Array;
  readonly deliveredFrames: Float64Array;
  readonly deliveredBytes: Float64Array;
  readonly sampled: readonly SampledReport[];
  /** By process: sockets that see the map. */
  readonly screens: readonly number[];
  /** By process: the lowest version of each section on any screen; -1 where one was never told of it. */
  readonly lowestVersions: readonly (readonly number[])[];
  readonly gaps: number;
  readonly lostSockets: number;
}
