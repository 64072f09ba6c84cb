import type { SeatDigit } from '@onsale/client';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Marked } from '../map/map-source.ts';
import { useSale } from '../sale/hooks.ts';
import { phaseOf } from '../sale/phase.ts';
import type { Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';
import { placeCard } from './place-card.ts';
import { noteKeys, stateKeyOf } from './seat-words.ts';

/** The seat's state as everybody sees it; renders again when it changes. */
function useDigit(room: Room, seat: number): SeatDigit {
  const [digit, setDigit] = useState(() => room.live.stateOf(seat));
  useEffect(() => {
    setDigit(room.live.stateOf(seat));
    return room.live.subscribe((event) => {
      if (event.kind === 'seats' && event.seats.includes(seat)) setDigit(room.live.stateOf(seat));
    });
  }, [room, seat]);
  return digit;
}

/** What the seat is called, what it costs and what a click would do. */
export function SeatCard({
  room,
  marked,
}: {
  room: Room;
  marked: Marked & { kind: 'seat' };
}): JSX.Element | null {
  const words = useWords();
  const { seat } = marked;
  const digit = useDigit(room, seat);
  useSale(room.sale);
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (element.current !== null) placeCard(element.current, marked);
  }, [marked]);
  const at = room.index.at(seat);
  if (at === undefined) return null;
  const own = room.sale.ownSeats.get(seat);
  const price = room.prices[room.geometry.priceOf[seat] ?? 0];
  const isOpen = phaseOf(room.show, room.sale.serverNowMs()) === 'open';
  const hint =
    own === 'mine' ? 'hintRelease' : isOpen && own === undefined && digit === 0 ? 'hintHold' : null;
  return (
    <div class="seat-card" ref={element} data-testid="seat-card" data-seat={seat} role="status">
      <span class="muted">{words.local(at.sectionName)}</span>
      <strong>{words.text('rowAndSeat', { row: at.row, seat: at.label })}</strong>
      {at.note !== null && <span class="note">{words.text(noteKeys[at.note])}</span>}
      {price !== undefined && (
        <span class="card-price">
          <span>{words.local(price.name)}</span>
          <span class="amount">{words.money(price.amount, room.show.currency)}</span>
        </span>
      )}
      <span class={`card-state ${own ?? ''}`}>{words.text(stateKeyOf(digit, own))}</span>
      {hint !== null && <span class="muted hint">{words.text(hint)}</span>}
    </div>
  );
}
