import { useEffect, useState } from 'preact/hooks';
import type { Sale } from './sale.ts';
import type { SeatLooks } from './seat-looks.ts';
import type { SaleState } from './state.ts';

/** The sale's state; renders again at every change. */
export function useSale(sale: Sale): SaleState {
  const [state, setState] = useState(sale.state);
  useEffect(() => {
    const read = (): void => setState(sale.state);
    read();
    return sale.subscribe(read);
  }, [sale]);
  return state;
}

/** The server's time in milliseconds since 1970; renders again four times a second, so that no second is skipped. */
export function useServerNow(sale: Pick<Sale, 'serverNowMs'>): number {
  const [nowMs, setNowMs] = useState(() => sale.serverNowMs());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(sale.serverNowMs()), 250);
    return () => clearInterval(timer);
  }, [sale]);
  return nowMs;
}

/** How often the numbers beside the map follow it: often enough to be live, seldom enough to be read. */
const looksEveryMs = 250;

/** The seats' looks; renders again when they change, a few times a second at most. */
export function useLooks(looks: SeatLooks): SeatLooks {
  const [, setCount] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lastFilter = looks.filter;
    const render = (): void => {
      clearTimeout(timer);
      timer = undefined;
      lastFilter = looks.filter;
      setCount((count) => count + 1);
    };
    const end = looks.subscribe(() => {
      // What the buyer does himself shows at once.
      if (looks.filter !== lastFilter) render();
      else timer ??= setTimeout(render, looksEveryMs);
    });
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [looks]);
  return looks;
}
