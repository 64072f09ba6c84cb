/** Where a moment lies in a sale. */
export type Phase = 'before' | 'open' | 'closed';

export function phaseOf(
  sale: { readonly onSaleAt: string; readonly offSaleAt: string | null },
  nowMs: number,
): Phase {
  if (nowMs < Date.parse(sale.onSaleAt)) return 'before';
  return sale.offSaleAt !== null && nowMs >= Date.parse(sale.offSaleAt) ? 'closed' : 'open';
}
