import type { JSX } from 'preact';
import { useSale, useServerNow } from '../sale/hooks.ts';
import { phaseOf } from '../sale/phase.ts';
import type { Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';

/** Says what a click does, until the first seat is held. */
export function MapHint({ room }: { room: Room }): JSX.Element | null {
  const words = useWords();
  useSale(room.sale);
  const nowMs = useServerNow(room.sale);
  if (room.sale.ownSeats.size > 0 || phaseOf(room.show, nowMs) !== 'open') return null;
  const isTouch = matchMedia('(pointer: coarse)').matches;
  return <p class="map-hint">{words.text(isTouch ? 'mapHintTouch' : 'mapHint')}</p>;
}
