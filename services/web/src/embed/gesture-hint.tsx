import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { YieldedGesture } from '../map/gestures.ts';
import type { GestureHintProps } from '../parts/seat-map.tsx';
import { useWords } from '../words-context.ts';

const shownMs = 1_800;

/**
 * Says for a moment what moves the map, over it. Whoever cannot see the map makes none of these gestures and has keys
 * and a list: it is not read out.
 */
export function GestureHint({ onYielded }: GestureHintProps): JSX.Element | null {
  const words = useWords();
  const [gesture, setGesture] = useState<YieldedGesture | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    onYielded.current = (yielded) => {
      setGesture(yielded);
      clearTimeout(timer);
      timer = setTimeout(() => setGesture(null), shownMs);
    };
    return () => {
      clearTimeout(timer);
      onYielded.current = () => undefined;
    };
  }, [onYielded]);
  if (gesture === null) return null;
  const key = navigator.userAgent.includes('Mac') ? '⌘' : 'Ctrl';
  return (
    <p class="gesture-hint" aria-hidden="true" data-testid="gesture-hint">
      {gesture === 'finger' ? words.text('mapHintFingers') : words.text('mapHintWheel', { key })}
    </p>
  );
}
