import type { Logger } from '@onsale/runtime';
import type { MiddlewareHandler } from 'hono';
import type { Charges } from './charges.ts';
import type { SwitchBoard } from './switch-board.ts';

/** Everything that the sandbox needs of its surroundings. */
export interface SandboxDependencies {
  readonly charges: Charges;
  readonly switches: SwitchBoard;
  /** Every call must bring it as a bearer token; null lets everybody in. */
  readonly apiKey: string | null;
  /** Calls under way at most, those that hang on purpose too. */
  readonly callsMax: number;
  /** Ends the waiting of calls that hang on purpose. */
  readonly stopping: AbortSignal;
  readonly logger: Logger;
  /** Counts and times the calls. */
  readonly meter?: MiddlewareHandler;
}
