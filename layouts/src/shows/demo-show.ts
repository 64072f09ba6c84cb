import type { LayoutFile, ShowFile } from '@onsale/contracts';

/** A demo show and its drawing, before they are written to their two files. */
export interface DemoShow {
  /** The name that both files begin with. */
  readonly file: string;
  readonly show: Omit<ShowFile, '$schema' | 'format' | 'layout'>;
  readonly layout: LayoutFile;
}

/** What the demo shows have in common: a sale that is open, of a show that is years away. */
export const demoSale = {
  currency: 'KRW',
  onSaleAt: '2026-01-01T00:00:00+09:00',
  holdSeconds: 120,
  paymentSeconds: 60,
} as const;
