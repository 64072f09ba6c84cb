import { type Command, type HoldId, type Outcome, refuse, type SaleStore, type ShowId } from '@onsale/domain';
import type { Catalog } from './catalog.ts';
import type { Lanes } from './lanes.ts';

/** A command about a hold that exists. */
export type HoldCommand = Exclude<Command, { kind: 'hold' | 'best' | 'block' | 'unblock' }>;

/**
 * Sends a command to the lanes of its hold's sections. The hold is read first, without a lock: which seats
 * it was made for never changes.
 */
export type Submit = (hold: HoldId, command: HoldCommand) => Promise<Outcome>;

export function createSubmit(store: Pick<SaleStore, 'hold'>, catalog: Catalog, lanes: Lanes): Submit {
  // Which show and seats a hold was made for, for those asked about lately.
  const known = new Map<HoldId, { show: ShowId; requested: readonly number[] }>();
  const knownMax = 50_000;

  return async (id, command) => {
    let about = known.get(id);
    if (about === undefined) {
      const hold = await store.hold(id);
      if (hold === null) return refuse('HOLD_NOT_FOUND');
      about = { show: hold.show, requested: hold.requested };
      if (known.size >= knownMax) known.clear();
      known.set(id, about);
    }
    const sale = await catalog.sale(about.show);
    if (sale === null) return refuse('HOLD_NOT_FOUND');
    return lanes.submit(sale, { command, seats: about.requested });
  };
}
