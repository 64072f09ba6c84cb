import type { ShowImport } from '@onsale/domain';
import type { Metered } from './meter.ts';

/** What a design needs to run. */
export interface DesignPlan {
  /** An empty database of its own. */
  readonly mysqlUrl: string;
  readonly redisUrl: string;
  readonly sessionKeys: string;
  readonly sale: ShowImport;
  /** Processes that sockets connect to. */
  readonly processes: number;
  /** More arguments of Node for those processes. */
  readonly nodeArgs: readonly string[];
  /** More settings of every process. */
  readonly env: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
}

/** What the database says of every seat at the end. */
export interface SeatTruth {
  /** One digit per seat, as maps have them. */
  readonly states: Uint8Array;
  /** The newest version of each section; empty when the design has none. */
  readonly heads: readonly number[];
}

/** A design under load. */
export interface RunningDesign {
  readonly realtimeUrls: readonly string[];
  /** The process that answers over HTTP. */
  readonly apiUrl: string;
  readonly processes: readonly Metered[];
  truth(): Promise<SeatTruth>;
  stop(): Promise<void>;
}

/** How many seats a show has. */
export function seatsIn({ sectionCounts }: ShowImport): number {
  return sectionCounts.reduce((sum, count) => sum + count, 0);
}
