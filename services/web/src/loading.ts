import { OnsaleError } from '@onsale/client';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

/** Something that is read from the sale before it can be shown. */
export type Loading<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: OnsaleError };

/** Reads something, and again when asked to. `load` must be the same function from render to render. */
export function useLoading<T>(load: () => Promise<T>): readonly [Loading<T>, retry: () => void] {
  const [state, setState] = useState<Loading<T>>({ kind: 'loading' });
  const newest = useRef(0);
  const run = useCallback(() => {
    const attempt = ++newest.current;
    const settle = (settled: Loading<T>): void => {
      if (attempt === newest.current) setState(settled);
    };
    settle({ kind: 'loading' });
    load().then(
      (value) => settle({ kind: 'loaded', value }),
      (error: unknown) =>
        settle({ kind: 'failed', error: error instanceof OnsaleError ? error : new OnsaleError('INTERNAL') }),
    );
  }, [load]);
  useEffect(() => {
    run();
    return () => {
      newest.current++;
    };
  }, [run]);
  return [state, run];
}
