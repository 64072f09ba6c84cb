import type { JSX } from 'preact';
import type { MapView } from '../map/map-view.ts';
import type { MessageKey } from '../messages/en.ts';
import { useWords } from '../words-context.ts';

const step = 1.6;

export function ZoomButtons({ view }: { view: MapView }): JSX.Element {
  const words = useWords();
  const button = (key: MessageKey, path: string, act: () => void): JSX.Element => (
    <button
      type="button"
      aria-label={words.text(key)}
      title={words.text(key)}
      onClick={act}
      data-testid={key}
    >
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d={path} />
      </svg>
    </button>
  );
  return (
    <div class="zoom">
      {button('zoomIn', 'M10 4v12M4 10h12', () => view.zoomBy(step))}
      {button('zoomOut', 'M4 10h12', () => view.zoomBy(1 / step))}
      {button('zoomFit', 'M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4', () => view.fit())}
    </div>
  );
}
