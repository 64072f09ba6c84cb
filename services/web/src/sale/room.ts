import { type Http, type LiveShow, openLiveShow } from '@onsale/client';
import type { LayoutFile, SeatNote, ShowBody } from '@onsale/contracts';
import { createSeatIndex, type SeatIndex } from '@onsale/contracts/seat-index';
import { createGeometry, type Geometry } from '../map/geometry.ts';
import type { Surroundings } from '../surroundings.ts';
import { Attention } from './attention.ts';
import { Sale } from './sale.ts';
import { SeatLooks } from './seat-looks.ts';

/** Everything that one open show consists of. */
export interface Room {
  readonly show: ShowBody;
  readonly index: SeatIndex;
  readonly geometry: Geometry;
  readonly live: LiveShow;
  readonly sale: Sale;
  readonly looks: SeatLooks;
  readonly attention: Attention;
  /** Each price category of the layout with its name and amount, in the layout's order. */
  readonly prices: readonly ShowBody['prices'][number][];
  /** What is special about some seat or other of the house. */
  readonly notes: ReadonlySet<SeatNote>;
  readonly surroundings: Surroundings;
  close(): void;
}

/** Opens a show: its map goes live at once. */
export function openRoom(http: Http, show: ShowBody, layout: LayoutFile, surroundings: Surroundings): Room {
  const geometry = createGeometry(layout);
  const prices = layout.prices.map(
    (id) => show.prices.find((price) => price.id === id) ?? { id, name: { en: id }, amount: 0 },
  );
  const live = openLiveShow({ http, show, ownOrigin: surroundings.saleOrigin });
  const priceOf = (seat: number): number => prices[geometry.priceOf[seat] ?? 0]?.amount ?? 0;
  const sale = new Sale({ http, live, show, priceOf, leave: (address) => location.assign(address) });
  const looks = new SeatLooks(geometry, live, sale);
  const attention = new Attention(live, looks);
  return {
    show,
    index: createSeatIndex(layout),
    geometry,
    live,
    sale,
    looks,
    attention,
    prices,
    notes: new Set(geometry.noteOf.values()),
    surroundings,
    close: () => {
      attention.close();
      looks.close();
      sale.close();
      live.close();
    },
  };
}
