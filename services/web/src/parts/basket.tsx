import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { clockText } from '../messages/format.ts';
import { useSale } from '../sale/hooks.ts';
import type { Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';
import { Bought } from './bought.tsx';
import { Countdown } from './countdown.tsx';
import { ExtendButton } from './extend-button.tsx';
import { SeatLine } from './seat-line.tsx';

/** What is held, what it costs, how long it lasts, and what can be done with it. A sheet at the bottom on a phone. */
export function Basket({ room }: { room: Room }): JSX.Element {
  const words = useWords();
  const { sale, show } = room;
  const { pending } = useSale(sale);
  const [isOpen, setIsOpen] = useState(false);
  const holds = sale.activeHolds;
  const seats = holds.flatMap((hold) => hold.seats);
  const total = holds.reduce((sum, { amount }) => sum + amount, 0);
  const isEmpty = seats.length === 0;
  const heading = useFocusKept(seats.length + Math.sign(sale.extendable.length));
  return (
    <section
      id="basket"
      tabIndex={-1}
      class={`basket ${isOpen ? 'open' : 'shut'} ${isEmpty ? '' : 'filled'}`}
      aria-label={words.text('basketTitle')}
      data-testid="basket"
      data-count={seats.length}
    >
      <button
        type="button"
        class="sheet-handle"
        aria-expanded={isOpen}
        aria-label={words.text(isOpen ? 'hideBasket' : 'showBasket')}
        data-testid="basket-handle"
        onClick={() => setIsOpen(!isOpen)}
      >
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="M4 12.5 10 7l6 5.5" />
        </svg>
      </button>
      <div class="basket-head">
        <h2 ref={heading} tabIndex={-1}>
          {words.text('basketTitle')}
        </h2>
        <span class="muted">
          {isEmpty ? words.text('basketCap', { count: show.cap }) : words.count('seats', seats.length)}
        </span>
      </div>
      {!isEmpty && <Countdown room={room} />}
      <div class="basket-body">
        <ExtendButton room={room} />
        {isEmpty && (
          <p class="muted basket-empty">
            {words.text('basketEmpty', { time: clockText(show.holdSeconds * 1_000) })}
          </p>
        )}
        <ul class="seat-lines">
          {seats.map((seat) => (
            <SeatLine
              key={seat}
              room={room}
              seat={seat}
              isPending={pending.has(seat)}
              onRelease={() => void sale.releaseSeat(seat)}
            />
          ))}
        </ul>
        <Bought room={room} />
      </div>
      {!isEmpty && (
        <div class="basket-foot">
          <p class="total">
            <span>{words.text('total')}</span>
            <strong data-testid="total">{words.money(total, show.currency)}</strong>
          </p>
          <button type="button" class="button primary" data-testid="pay" onClick={() => sale.openCheckout()}>
            {words.text('pay', { amount: words.money(total, show.currency) })}
          </button>
          <button
            type="button"
            class="button quiet"
            data-testid="release-all"
            onClick={() => void sale.releaseAll()}
          >
            {words.text('releaseAll')}
          </button>
        </div>
      )}
    </section>
  );
}

/** A heading that takes the focus when the button that had it goes, with its seat or because it has done its work. */
function useFocusKept(count: number): { current: HTMLHeadingElement | null } {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(count);
  useEffect(() => {
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (count < before.current && isLost) heading.current?.focus({ preventScroll: true });
    before.current = count;
  }, [count]);
  return heading;
}
