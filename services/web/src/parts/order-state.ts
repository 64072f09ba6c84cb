import type { OrderBody } from '@onsale/contracts';
import type { MessageKey } from '../messages/en.ts';

/** What is said of an order's state. */
export const orderStateKeys: Readonly<Record<OrderBody['state'], MessageKey>> = {
  pending: 'orderPending',
  paid: 'orderPaid',
  declined: 'orderDeclined',
  refund_due: 'orderRefundDue',
  refunded: 'orderRefunded',
};
