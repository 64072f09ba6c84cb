import type { MirrorStep, SaleRoom } from '@onsale/booking';
import type { LiveShow } from '@onsale/client';
import {
  type Batch,
  type Bus,
  decide,
  entriesOf,
  type PaymentProvider,
  type SaleStore,
} from '@onsale/domain';
import type { Rules } from '@onsale/domain/testing';
import type { SimBus } from './bus.ts';
import type { Circumstances } from './circumstances.ts';
import type { Machine } from './machine.ts';
import type { DatabaseHabits, Decision } from './store/database.ts';

/**
 * A sale with a fault planted in it, by putting something between its parts. Nothing in the parts themselves knows
 * of it. The sale as it is has none of these.
 */
export interface Variant {
  /** What is not left to the seed, so that a fault that shows rarely shows sooner. */
  readonly circumstances?: Partial<Circumstances>;
  /** Changes how the database locks and writes. */
  readonly database?: Partial<DatabaseHabits>;
  /** The rules that a process decides by. */
  readonly rules?: (machine: Machine) => Rules;
  /** Puts something before a process's store. */
  readonly store?: (store: SaleStore, machine: Machine) => SaleStore;
  readonly bus?: (bus: Bus, machine: Machine) => Bus;
  readonly payments?: (payments: PaymentProvider) => PaymentProvider;
  /** Changes a process's sale room after it was made. */
  readonly room?: (room: SaleRoom, machine: Machine) => void;
  /** Changes what the realtime service hears of a mirror's step. */
  readonly step?: (step: MirrorStep) => MirrorStep;
  /** Changes a page's live show after it was opened. */
  readonly page?: (live: LiveShow) => void;
  /** Hears of each decision before it is sent to the database. */
  readonly onDecided?: (bus: SimBus, machine: Machine, batch: Batch, decision: Decision) => void;
}

export const rightRules: Rules = { decide, entriesOf };
