import type { OrderBody } from '@onsale/contracts';

/** Where a pending order is paid by its buyer, if it is by him and the address is one that a browser may go to. */
export function pageOf(order: OrderBody): string | null {
  if (order.state !== 'pending' || order.payAt === undefined) return null;
  return /^(?:https?:\/\/|\/(?!\/))/.test(order.payAt) ? order.payAt : null;
}
