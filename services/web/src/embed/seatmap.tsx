import { createHttp, type ErrorCode } from '@onsale/client';
import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo } from 'preact/hooks';
import { useLoading } from '../loading.ts';
import { openDoors } from '../sale/use-room.ts';
import type { Surroundings } from '../surroundings.ts';
import { useWords } from '../words-context.ts';
import { OpenSeatmap } from './open-seatmap.tsx';
import type { Tell } from './tell.ts';
import type { ThemeName } from './theme.ts';

interface SeatmapProps {
  /** The sale's address. */
  api: string;
  /** The show's id. */
  show: string;
  theme: ThemeName;
  /** Whether one finger and the wheel scroll the page around the map. */
  isCooperative: boolean;
  tell: Tell;
  expose: Surroundings['expose'];
}

/** One show of a sale that is mostly elsewhere. */
export function Seatmap({ api, show, theme, isCooperative, tell, expose }: SeatmapProps): JSX.Element {
  const words = useWords();
  const http = useMemo(() => createHttp({ baseUrl: api }), [api]);
  const load = useCallback(() => openDoors(http, show), [http, show]);
  const [opened, restart] = useLoading(load);
  const surroundings = useMemo<Surroundings>(
    () => ({ saleOrigin: new URL(api).origin, expose, restart, isOwnPage: false }),
    [api, expose, restart],
  );
  const messageOf = useCallback((code: ErrorCode) => words.refusal(code, { seat: '', cap: '' }), [words]);
  useEffect(() => {
    if (opened.kind !== 'failed') return;
    const { code } = opened.error;
    tell('onsale-failure', { show, code, message: messageOf(code) });
  }, [opened, tell, show, messageOf]);
  switch (opened.kind) {
    case 'loading':
      return (
        <div class="plain" aria-busy="true">
          <p class="muted">{words.text('loading')}</p>
        </div>
      );
    case 'failed':
      return (
        <div class="plain" data-testid="failure" data-code={opened.error.code}>
          <p role="alert">{messageOf(opened.error.code)}</p>
          <button type="button" class="button primary" data-testid="retry" onClick={restart}>
            {words.text('retry')}
          </button>
        </div>
      );
    case 'loaded':
      return (
        <OpenSeatmap
          http={http}
          opened={opened.value}
          surroundings={surroundings}
          theme={theme}
          isCooperative={isCooperative}
          tell={tell}
          messageOf={messageOf}
        />
      );
  }
}
