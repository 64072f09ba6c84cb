import type { ErrorCode, SeatmapSeat } from '@onsale/client';
import type { HoldBody } from '@onsale/contracts';
import { noHoldings } from '../sale/holdings.ts';
import type { Room } from '../sale/room.ts';
import type { SaleState } from '../sale/state.ts';
import type { Tell } from './tell.ts';

/** What of a room is told about. */
export type ToldRoom = Pick<Room, 'show' | 'index' | 'geometry' | 'prices'> & {
  readonly sale: Pick<Room['sale'], 'state' | 'ownSeats' | 'subscribe'>;
};

/** Follows a buyer's part in the sale and tells what has changed, until the answer is called. */
export function tellOfSale(room: ToldRoom, tell: Tell, messageOf: (code: ErrorCode) => string): () => void {
  const { sale } = room;
  const show = room.show.id;
  let chosen = '';
  // What the room has heard of before anybody listened is told all the same.
  let before: SaleState = { ...sale.state, holdings: noHoldings, notice: null, link: { kind: 'connecting' } };

  const tellChosen = (): void => {
    const seats = [...sale.ownSeats].filter(([, own]) => own !== 'owned').map(([seat]) => seat);
    seats.sort((a, b) => a - b);
    if (seats.join() === chosen) return;
    chosen = seats.join();
    tell('onsale-chosen', { show, seats: seats.map((seat) => nameOf(room, seat)) });
  };

  const tellHold = (hold: HoldBody, earlier: HoldBody | undefined): void => {
    const { id, amount, currency, expiresAt, order } = hold;
    const seats = hold.seats.map((seat) => nameOf(room, seat));
    if (hold.state === 'active' && !isSame(hold, earlier))
      tell('onsale-held', { show, hold: id, seats, amount, currency, expiresAt });
    // What was paid before the element was there is no news.
    if (hold.state === 'paid' && earlier !== undefined && earlier.state !== 'paid' && order !== null)
      tell('onsale-paid', { show, hold: id, order, seats, amount, currency });
  };

  const look = (): void => {
    const { state } = sale;
    const earlier = before;
    before = state;
    tellChosen();
    if (state.holdings !== earlier.holdings)
      for (const hold of state.holdings.values()) {
        const known = earlier.holdings.get(hold.id);
        if (known !== hold) tellHold(hold, known);
      }
    for (const code of failuresOf(state, earlier))
      tell('onsale-failure', { show, code, message: messageOf(code) });
  };
  look();
  return sale.subscribe(look);
}

function failuresOf({ notice, checkout, link }: SaleState, before: SaleState): ErrorCode[] {
  const failures: ErrorCode[] = [];
  if (notice?.kind === 'refusal' && notice.id !== before.notice?.id) failures.push(notice.code);
  if (checkout !== before.checkout && checkout.kind === 'choosing' && checkout.refusal !== null)
    failures.push(checkout.refusal);
  if (link !== before.link && link.kind === 'failed') failures.push(link.code);
  return failures;
}

function isSame(hold: HoldBody, earlier: HoldBody | undefined): boolean {
  return (
    earlier?.state === 'active' &&
    earlier.expiresAt === hold.expiresAt &&
    earlier.seats.join() === hold.seats.join()
  );
}

function nameOf({ index, geometry, prices }: ToldRoom, seat: number): SeatmapSeat {
  const place = index.at(seat);
  return {
    seat,
    section: place?.section ?? '',
    row: place?.row ?? '',
    number: place?.label ?? '',
    price: prices[geometry.priceOf[seat] ?? 0]?.id ?? '',
  };
}
