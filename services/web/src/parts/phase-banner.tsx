import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { looks } from '../map/looks.ts';
import { clockText, type Words } from '../messages/format.ts';
import { useLooks, useServerNow } from '../sale/hooks.ts';
import { type Phase, phaseOf } from '../sale/phase.ts';
import type { Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';

const dayMs = 86_400_000;

/** Whether the sale is open, how long until it is, and whether anything is left. */
export function PhaseBanner({ room }: { room: Room }): JSX.Element | null {
  const words = useWords();
  const nowMs = useServerNow(room.sale);
  const { show } = room;
  const phase = phaseOf(show, nowMs);
  useOpening(room, phase);
  switch (phase) {
    case 'open':
      return <SoldOut room={room} />;
    case 'closed':
      return (
        <p class="banner phase" data-testid="phase" data-phase="closed">
          {words.text('saleIsClosed')}
        </p>
      );
    case 'before':
      return (
        <p class="banner phase before" data-testid="phase" data-phase="before">
          <strong role="timer">
            {words.text('saleOpensIn', { time: spanText(words, Date.parse(show.onSaleAt) - nowMs) })}
          </strong>
          <span class="muted">{words.text('saleOpensAt', { date: words.dateTime(show.onSaleAt) })}</span>
        </p>
      );
  }
}

/** Says so when the sale opens while the page is there. */
function useOpening(room: Room, phase: Phase): void {
  const before = useRef(phase);
  useEffect(() => {
    if (before.current === 'before' && phase === 'open') room.sale.tellOpening();
    before.current = phase;
  }, [room, phase]);
}

/** Nothing is left at this moment; what is only held may come back, and the page says how much that is. */
function SoldOut({ room }: { room: Room }): JSX.Element {
  const words = useWords();
  const { freeCount, values } = useLooks(room.looks);
  const isSoldOut = freeCount === 0;
  const held = isSoldOut ? values.reduce((sum, look) => sum + Number(look === looks.held), 0) : 0;
  return (
    <div role="status" class="banner-place">
      {isSoldOut && (
        <p class="banner phase" data-testid="phase" data-phase="sold-out" data-held={held}>
          {held === 0 ? words.text('soldOut') : words.count('stillHeld', held)}
        </p>
      )}
    </div>
  );
}

/** Days are said by themselves: nobody counts in hundreds of hours. */
function spanText(words: Words, spanMs: number): string {
  const days = Math.floor(spanMs / dayMs);
  return days > 0 ? `${words.count('days', days)} ${clockText(spanMs - days * dayMs)}` : clockText(spanMs);
}
