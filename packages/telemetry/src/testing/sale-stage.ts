import { createInProcessHub, createSaleRoom, type SaleRoom, type SaleRoomOptions } from '@onsale/booking';
import { readStoredLayout } from '@onsale/contracts';
import type { Batch, Committed, Hold, Outcome, SaleStore } from '@onsale/domain';
import {
  createIdMaker,
  createRandom,
  MemoryStore,
  type TestSaleOptions,
  testShowImport,
} from '@onsale/domain/testing';

/** The id of the show that the stage sells. */
const show = 'test-show';

/** A sale in memory, in real time, with whatever observes it. */
export class SaleStage {
  readonly store: MemoryStore;
  readonly room: SaleRoom;
  readonly newId: () => string = createIdMaker(createRandom(7), () => Date.now());
  /** How far the database's clock is ahead of the machine's. */
  aheadMs = 0;

  constructor(
    observers: Partial<SaleRoomOptions> = {},
    options: TestSaleOptions = {},
    commit: (store: MemoryStore, batch: Batch) => Promise<Committed> = (store, batch) => store.commit(batch),
  ) {
    this.store = new MemoryStore(() => Date.now() + this.aheadMs);
    this.store.importNow(testShowImport(options));
    this.room = createSaleRoom({
      store: committing(this.store, (batch) => commit(this.store, batch)),
      bus: createInProcessHub().connect(),
      planOf: (text) => readStoredLayout(text).plan,
      onError: (message, error) => {
        throw new Error(message, { cause: error });
      },
      upkeep: false,
      ...observers,
    });
  }

  hold(buyer: string, seats: readonly number[], id: string = this.newId()): Promise<Outcome> {
    return this.room.booking.hold(buyer, show, id, seats);
  }

  /** A hold that must be granted. */
  async held(buyer: string, seats: readonly number[], id?: string): Promise<Hold> {
    const outcome = await this.hold(buyer, seats, id);
    if (!outcome.ok || outcome.hold === null) throw new Error(`not held: ${JSON.stringify(outcome)}`);
    return outcome.hold;
  }
}

/** The store with another commit. */
function committing(store: MemoryStore, commit: SaleStore['commit']): SaleStore {
  return new Proxy(store, {
    get(target, name, receiver) {
      if (name === 'commit') return commit;
      const value: unknown = Reflect.get(target, name, receiver);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
