import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { clockText } from '../messages/format.ts';
import { useSale, useServerNow } from '../sale/hooks.ts';
import { phaseOf } from '../sale/phase.ts';
import type { Room } from '../sale/room.ts';
import { useWords } from '../words-context.ts';

/** Connecting is mostly over before it is worth a word. */
const connectingGraceMs = 1_200;

/** Whether the map can be trusted, and whether the sale is open. */
export function Banner({ room }: { room: Room }): JSX.Element {
  return (
    <div class="banners">
      <PhaseBanner room={room} />
      <ConnectionBanner room={room} />
    </div>
  );
}

function ConnectionBanner({ room }: { room: Room }): JSX.Element {
  const words = useWords();
  const { banner, link } = useSale(room.sale);
  const isLate = useIsLate(banner === 'connecting');
  const isShown = banner !== 'none' && (banner !== 'connecting' || isLate);
  return (
    <div role="status" class="banner-place">
      {isShown && (
        <p class={`banner ${banner}`} data-testid="banner" data-kind={banner}>
          <span class="dot" aria-hidden="true" />
          <span>
            {words.text(banner)} {link.kind === 'failed' && words.refusal(link.code)}
          </span>
          {banner === 'failed' && (
            <button type="button" class="button small" onClick={() => location.reload()}>
              {words.text('reload')}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

/** True once the condition has held for the grace. */
function useIsLate(condition: boolean): boolean {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    setIsLate(false);
    if (!condition) return;
    const timer = setTimeout(() => setIsLate(true), connectingGraceMs);
    return () => clearTimeout(timer);
  }, [condition]);
  return isLate;
}

function PhaseBanner({ room }: { room: Room }): JSX.Element | null {
  const words = useWords();
  const nowMs = useServerNow(room.sale);
  const { show } = room;
  switch (phaseOf(show, nowMs)) {
    case 'open':
      return null;
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
            {words.text('saleOpensIn', { time: clockText(Date.parse(show.onSaleAt) - nowMs) })}
          </strong>
          <span class="muted">{words.text('saleOpensAt', { date: words.dateTime(show.onSaleAt) })}</span>
        </p>
      );
  }
}
