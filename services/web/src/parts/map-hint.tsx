import type { JSX } from 'preact';
import { useSale, useServerNow } from '../sale/hooks.ts';
import { phaseOf } from '../sale/phase.ts';
import type { Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';

/** Says what a click does, until the first seat is held. */
export function MapHint({ room, isNear }: { room: Room; isNear: boolean }): JSX.Element | null {
  const words = useWords();
  useSale(room.sale);
  const nowMs = useServerNow(room.sale);
  if (room.sale.ownSeats.size > 0 || phaseOf(room.show, nowMs) !== 'open') return null;
  // A narrow screen is taken for a phone, also where the browser does not say what points at it.
  const isTouch = matchMedia('(pointer: coarse), (max-width: 600px)').matches;
  const near = isTouch ? 'mapHintTouch' : 'mapHint';
  const far = isTouch ? 'mapHintFarTouch' : 'mapHintFar';
  return <p class="map-hint">{words.text(isNear ? near : far)}</p>;
}
