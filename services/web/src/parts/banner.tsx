import type { LinkState } from '@onsale/client';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useSale } from '../sale/hooks.ts';
import type { Room } from '../sale/room.ts';
import type { Banner as BannerKind } from '../sale/state.ts';
import { useWords } from '../words-context.ts';
import { PhaseBanner } from './phase-banner.tsx';

/** Connecting, and connecting again, are mostly over before they are worth a word. */
const graceMs = 1_500;
/** What has lasted so long will not be over in a moment, and is said as it is. */
const longMs = 10_000;

/** Whether the map can be trusted, and whether the sale is open. */
export function Banner({ room }: { room: Room }): JSX.Element {
  return (
    <div class="banners">
      <PhaseBanner room={room} />
      <ForgottenBanner room={room} />
      <ConnectionBanner room={room} />
    </div>
  );
}

/** Cookies are blocked. */
function ForgottenBanner({ room }: { room: Room }): JSX.Element {
  const words = useWords();
  const { isForgotten } = useSale(room.sale);
  return (
    <div role="alert" class="banner-place">
      {isForgotten && (
        <p class="banner failed" data-testid="banner" data-kind="forgotten">
          <span class="dot" aria-hidden="true" />
          <span>{words.refusal('NO_SESSION')}</span>
        </p>
      )}
    </div>
  );
}

function ConnectionBanner({ room }: { room: Room }): JSX.Element {
  const words = useWords();
  const { banner, link } = useSale(room.sale);
  const isTrying = banner === 'connecting' || banner === 'reconnecting';
  const isLate = useHasLasted(isTrying, graceMs);
  const isLong = useHasLasted(isTrying, longMs);
  const isShown = banner !== 'none' && (!isTrying || isLate);
  return (
    <div role="status" class="banner-place">
      {isShown && (
        <p
          class={`banner ${banner}`}
          data-testid="banner"
          data-kind={banner}
          data-long={isTrying && isLong ? '' : undefined}
        >
          <span class="dot" aria-hidden="true" />
          <span>
            {words.text(textKeyOf(banner, isTrying && isLong))}{' '}
            {link.kind === 'failed' && words.refusal(link.code)}
          </span>
          {banner === 'failed' && (
            <button type="button" class="button small" onClick={room.surroundings.restart}>
              {words.text('reload')}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

function textKeyOf(
  banner: Exclude<BannerKind, 'none'>,
  isLong: boolean,
): Exclude<LinkState['kind'], 'live'> | 'liveAgain' | 'away' {
  return isLong ? 'away' : banner;
}

/** True once the condition has held for so long. */
function useHasLasted(condition: boolean, lastsMs: number): boolean {
  const [hasLasted, setHasLasted] = useState(false);
  useEffect(() => {
    setHasLasted(false);
    if (!condition) return;
    const timer = setTimeout(() => setHasLasted(true), lastsMs);
    return () => clearTimeout(timer);
  }, [condition, lastsMs]);
  return hasLasted;
}
