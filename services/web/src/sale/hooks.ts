import { useEffect, useState } from 'preact/hooks';
import type { Sale } from './sale.ts';
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
