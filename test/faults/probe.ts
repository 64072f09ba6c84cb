import { newId } from '@onsale/client';
import { seatCodes } from '@onsale/domain';
import { Buyer, type Desk } from './buyer.ts';
import { isAnswer } from './history.ts';
import { readRows } from './rows.ts';
import type { Scene } from './run-fault.ts';

/** Asks for a free seat in every section at one desk; answers the sections that gave no answer in time. */
export async function silentSections({ stage, history, load }: Scene, desk: Desk): Promise<string[]> {
  const { shows } = await readRows(stage.database.url, stage.shows);
  const probes = shows.flatMap(({ show, seats }) =>
    show.sections.map(async ({ id, first, count }) => {
      // The load's favourites are at the front.
      const free = seats.slice(first, first + count).findLast(({ state }) => state === seatCodes.available);
      if (free === undefined) return null;
      const buyer = await Buyer.arrive([desk], history);
      load.welcome(buyer);
      const asked = { kind: 'hold', show: show.id, hold: newId(), seats: [free.seat] } as const;
      return isAnswer(await buyer.ask(asked, desk)) ? null : `${show.id}/${id}`;
    }),
  );
  return (await Promise.all(probes)).filter((section) => section !== null);
}
