import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** Up to this width the parts stand below one another, as the style sheets' container queries have it. */
const narrowPxMax = 820;

/** Whether what a part is in is narrow, which is not always as wide as the screen; renders again when that changes. */
export function useNarrow(part: RefObject<HTMLElement | null>): boolean {
  const [isNarrow, setIsNarrow] = useState(() => innerWidth <= narrowPxMax);
  useEffect(() => {
    const around = part.current?.parentElement;
    if (!around) return;
    const observer = new ResizeObserver(() => setIsNarrow(around.clientWidth <= narrowPxMax));
    observer.observe(around);
    return () => observer.disconnect();
  }, [part]);
  return isNarrow;
}
