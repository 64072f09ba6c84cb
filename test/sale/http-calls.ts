import { newId } from '@onsale/client';
import type { Belongings } from './identity-stage.ts';

/** A call in a buyer's name. */
export interface HttpCall {
  readonly name: string;
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  path(belongings: Belongings): string;
  body?(belongings: Belongings): object;
  /** What a buyer hears who asks this about another's hold or order; null when it is about nobody's. */
  readonly toOthers: string | null;
}

/** Every call of the HTTP API that acts or reads for a buyer, aimed at what is the victim's. */
export const httpCalls: readonly HttpCall[] = [
  {
    name: 'hold seats',
    method: 'PUT',
    path: () => `/api/shows/demo/holds/${newId()}`,
    body: ({ free }) => ({ seats: [free] }),
    toOthers: null,
  },
  {
    name: 'hold seats by a hold’s id',
    method: 'PUT',
    path: ({ hold }) => `/api/shows/demo/holds/${hold}`,
    body: ({ seats }) => ({ seats }),
    toOthers: 'ID_REUSED',
  },
  {
    name: 'look at a hold',
    method: 'GET',
    path: ({ hold }) => `/api/holds/${hold}`,
    toOthers: 'HOLD_NOT_FOUND',
  },
  { name: 'list holds', method: 'GET', path: () => '/api/shows/demo/holds', toOthers: null },
  { name: 'list orders', method: 'GET', path: () => '/api/orders', toOthers: null },
  {
    name: 'look at an order',
    method: 'GET',
    path: ({ order }) => `/api/orders/${order}`,
    toOthers: 'ORDER_NOT_FOUND',
  },
  {
    name: 'fetch an order’s passes',
    method: 'GET',
    path: ({ order }) => `/api/orders/${order}/passes`,
    toOthers: 'ORDER_NOT_FOUND',
  },
  {
    name: 'give back a seat',
    method: 'DELETE',
    path: ({ hold, seats }) => `/api/holds/${hold}?seats=${seats[1]}`,
    toOthers: 'HOLD_NOT_FOUND',
  },
  {
    name: 'give back a hold',
    method: 'DELETE',
    path: ({ hold }) => `/api/holds/${hold}`,
    toOthers: 'HOLD_NOT_FOUND',
  },
  {
    name: 'extend a hold',
    method: 'POST',
    path: ({ hold }) => `/api/holds/${hold}/extend`,
    toOthers: 'HOLD_NOT_FOUND',
  },
  {
    name: 'give an order back',
    method: 'POST',
    path: ({ order }) => `/api/orders/${order}/return`,
    toOthers: 'ORDER_NOT_FOUND',
  },
  {
    name: 'pay',
    method: 'POST',
    path: ({ hold }) => `/api/holds/${hold}/pay`,
    body: () => ({}),
    toOthers: 'HOLD_NOT_FOUND',
  },
  {
    name: 'pay without a body',
    method: 'POST',
    path: ({ hold }) => `/api/holds/${hold}/pay`,
    toOthers: 'HOLD_NOT_FOUND',
  },
];
