import type { JSX } from 'preact';
import type { Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';
import { SeatIcon } from './seat-icon.tsx';
import { seatName } from './seat-names.ts';

interface SeatLineProps {
  room: Room;
  seat: number;
  isPending: boolean;
  onRelease: () => void;
}

/** A held seat in the basket. */
export function SeatLine({ room, seat, isPending, onRelease }: SeatLineProps): JSX.Element {
  const words = useWords();
  const place = room.index.at(seat);
  const priceIndex = room.geometry.priceOf[seat] ?? 0;
  const price = room.prices[priceIndex];
  return (
    <li class="seat-line" data-testid="basket-seat" data-seat={seat} aria-busy={isPending}>
      <SeatIcon kind="available" price={priceIndex} />
      <span class="seat-line-name">
        <strong>{words.text('rowAndSeat', { row: place?.row ?? '', seat: place?.label ?? seat })}</strong>
        <span class="muted">{place === undefined ? '' : words.local(place.sectionName)}</span>
      </span>
      <span class="amount">{words.money(price?.amount ?? 0, room.show.currency)}</span>
      <button
        type="button"
        class="icon-button"
        disabled={isPending}
        aria-label={words.text('releaseSeat', { seat: seatName(room, words, seat) })}
        data-testid="release-seat"
        onClick={onRelease}
      >
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="M5 5l10 10M15 5 5 15" />
        </svg>
      </button>
    </li>
  );
}
