import { useEffect, useState } from 'preact/hooks';

/** Whether a media query holds; renders again when that changes. */
export function useMedia(query: string): boolean {
  const [isTrue, setIsTrue] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const read = (): void => setIsTrue(media.matches);
    read();
    media.addEventListener('change', read);
    return () => media.removeEventListener('change', read);
  }, [query]);
  return isTrue;
}
