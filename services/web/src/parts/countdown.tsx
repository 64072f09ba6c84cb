import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { clockText } from '../messages/format.ts';
import { useServerNow } from '../sale/hooks.ts';
import type { Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';

/** Under this much time the countdown asks for attention, and there is time still to do something about it. */
const hurryMs = 30_000;

/** Until the first of the holds ends, by the server's clock. */
export function Countdown({ room }: { room: Room }): JSX.Element {
  const words = useWords();
  const nowMs = useServerNow(room.sale);
  const { holdSeconds, paymentSeconds, extensionSeconds = 0 } = room.show;
  // The server's clock is known to within a message's journey: a fresh hold must not begin with a second too many.
  const moreSeconds = room.sale.extendable.length > 0 ? 0 : extensionSeconds;
  const mostMs = 1_000 * (Math.max(holdSeconds, paymentSeconds) + moreSeconds);
  const leftMs = Math.min(mostMs, Math.max(0, (room.sale.deadlineMs ?? nowMs) - nowMs));
  const isHurry = leftMs > 0 && leftMs < hurryMs;
  const { sale } = room;
  useEffect(() => {
    if (isHurry && sale.extendable.length > 0) sale.tellHurry();
  }, [isHurry, sale]);
  return (
    <p class={`countdown ${isHurry ? 'hurry' : ''}`}>
      <span>{words.text('timeLeft')}</span>
      <strong role="timer" data-testid="countdown" data-left-ms={Math.round(leftMs)}>
        {clockText(leftMs)}
      </strong>
      <progress max={holdSeconds * 1_000} value={leftMs} aria-hidden="true" />
    </p>
  );
}
