import type { JSX } from 'preact';
import type { RowMark } from '../map/geometry.ts';
import { looks } from '../map/looks.ts';
import { useSale } from '../sale/hooks.ts';
import type { Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';
import { SeatIcon } from './seat-icon.tsx';
import { iconOf, noteKeys, stateKeyOf } from './seat-words.ts';

/** The seats of a row, each a switch: held for the buyer, or not. */
export function SeatChoice({ room, row }: { room: Room; row: RowMark }): JSX.Element {
  useSale(room.sale);
  // What the filter leaves out is not listed.
  const seats = Array.from({ length: row.count }, (_, index) => row.first + index).filter(
    (seat) => room.looks.values[seat] !== looks.dimmed,
  );
  return (
    <ul class="choices">
      {seats.map((seat) => (
        <li key={seat}>
          <SeatButton room={room} seat={seat} />
        </li>
      ))}
    </ul>
  );
}

function SeatButton({ room, seat }: { room: Room; seat: number }): JSX.Element {
  const words = useWords();
  const at = room.index.at(seat);
  const own = room.sale.ownSeats.get(seat);
  const digit = room.live.stateOf(seat);
  const price = room.geometry.priceOf[seat] ?? 0;
  const canBePressed = own === 'mine' || (own === undefined && digit === 0);
  return (
    // What cannot be had stays in the order of the focus: it can be read, and may come back.
    <button
      type="button"
      class={`choice seat ${own ?? ''}`}
      aria-pressed={own === 'mine' || own === 'owned'}
      aria-disabled={!canBePressed}
      data-testid="list-seat"
      data-seat={seat}
      onClick={() => canBePressed && void room.sale.clickSeat(seat)}
    >
      <SeatIcon kind={iconOf(digit, own)} price={price} />
      <strong>{words.text('seatNumber', { seat: at?.label ?? seat })}</strong>
      <span>{words.text(stateKeyOf(digit, own))}</span>
      {at?.note != null && <span class="note">{words.text(noteKeys[at.note])}</span>}
      <span class="amount">{words.money(room.prices[price]?.amount ?? 0, room.show.currency)}</span>
    </button>
  );
}
