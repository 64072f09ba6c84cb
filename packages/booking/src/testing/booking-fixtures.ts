import { type Hold, type Order, type Outcome, OutcomeUnknown, StoreUnavailable } from '@onsale/domain';
import { createIdMaker, createRandom } from '@onsale/domain/testing';
import type { SaleBench } from './sale-bench.ts';

export const noConnection = new StoreUnavailable('no connection');
export const lostAtCommit = new OutcomeUnknown('lost at COMMIT');
/** The end of the bus of a process that hears of nobody. */
export const deafBus = { publish() {}, subscribe() {}, close: async () => {} };

/** An id that its maker's clock dates that much later than the database's. */
export const idMadeAfter = (bench: SaleBench, ms: number): string =>
  createIdMaker(createRandom(ms), () => bench.nowMs + ms)();

export const orderOf = (outcome: Outcome): Order | null => (outcome.ok ? outcome.order : null);
export const holdOf = (outcome: Outcome): Hold | null => (outcome.ok ? outcome.hold : null);
