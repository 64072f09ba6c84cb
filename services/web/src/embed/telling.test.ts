import type { SeatmapEvents } from '@onsale/client';
import type { HoldBody, OrderBody } from '@onsale/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { OwnSeat } from '../map/looks.ts';
import { noHoldings, withHold } from '../sale/holdings.ts';
import type { SaleState } from '../sale/state.ts';
import { type ToldRoom, tellOfSale } from './telling.ts';

const held: HoldBody = {
  id: 'h1',
  show: 'hamlet',
  seats: [5, 6],
  amount: 9_000,
  currency: 'EUR',
  expiresAt: '2030-02-01T00:02:00.000Z',
  state: 'active',
  order: null,
  serverTime: '2030-02-01T00:00:00.000Z',
};
const seat = (number: number) => ({
  seat: number,
  section: 'stalls',
  row: 'A',
  number: String(number + 1),
  price: number < 6 ? 'best' : 'good',
});

let state: SaleState;
let own: Map<number, OwnSeat>;
let listeners: Set<() => void>;
let told: [name: keyof SeatmapEvents, detail: unknown][];

const room = {
  show: { id: 'hamlet' },
  index: { at: (number: number) => ({ section: 'stalls', row: 'A', label: String(number + 1) }) },
  geometry: { priceOf: Uint8Array.from({ length: 10 }, (_, number) => (number < 6 ? 0 : 1)) },
  prices: [{ id: 'best' }, { id: 'good' }],
  sale: {
    get state() {
      return state;
    },
    get ownSeats() {
      return own;
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  },
} as unknown as ToldRoom;

function change(changes: Partial<SaleState>, seats: ReadonlyMap<number, OwnSeat> = own): void {
  state = { ...state, ...changes };
  own = new Map(seats);
  for (const listener of listeners) listener();
}

beforeEach(() => {
  listeners = new Set();
  told = [];
  own = new Map();
  state = {
    link: { kind: 'live' },
    banner: 'none',
    holdings: noHoldings,
    pending: new Set(),
    notice: null,
    checkout: { kind: 'closed' },
    search: { kind: 'none' },
    isExtending: false,
    isForgotten: false,
  };
});

const begin = () =>
  tellOfSale(
    room,
    (name, detail) => told.push([name, detail]),
    (code) => `words for ${code}`,
  );

describe('an embedding page', () => {
  it('is told of seats in hand, in order, whenever they are others than before', () => {
    begin();
    change({}, new Map([[6, 'pending']]));
    change({}, new Map([[6, 'mine']]));
    change(
      {},
      new Map([
        [6, 'mine'],
        [5, 'pending'],
        [2, 'owned'],
      ]),
    );
    change({}, new Map());
    expect(told).toEqual([
      ['onsale-chosen', { show: 'hamlet', seats: [seat(6)] }],
      ['onsale-chosen', { show: 'hamlet', seats: [seat(5), seat(6)] }],
      ['onsale-chosen', { show: 'hamlet', seats: [] }],
    ]);
  });

  it('is told of a hold, and again when it has other seats or another deadline', () => {
    begin();
    const later = { ...held, expiresAt: '2030-02-01T00:05:00.000Z' };
    const smaller = { ...later, seats: [5], amount: 5_000 };
    for (const hold of [held, { ...held }, later, smaller])
      change({ holdings: withHold(state.holdings, hold) });
    const details = { show: 'hamlet', hold: 'h1', amount: 9_000, currency: 'EUR' };
    const seats = [seat(5), seat(6)];
    expect(told).toEqual([
      ['onsale-held', { ...details, seats, expiresAt: held.expiresAt }],
      ['onsale-held', { ...details, seats, expiresAt: later.expiresAt }],
      ['onsale-held', { ...details, seats: [seat(5)], amount: 5_000, expiresAt: later.expiresAt }],
    ]);
  });

  it('is told of what the room had heard before the page listened, but for what was paid then', () => {
    const old: HoldBody = { ...held, id: 'h0', state: 'paid', order: 'o0' };
    state = {
      ...state,
      holdings: withHold(withHold(state.holdings, old), held),
      link: { kind: 'failed', code: 'NO_SESSION' },
    };
    own = new Map([[5, 'mine']]);
    begin();
    expect(told.map(([name]) => name)).toEqual(['onsale-chosen', 'onsale-held', 'onsale-failure']);
  });

  it('is told once of what is paid, but not of what was paid before', () => {
    begin();
    const old: HoldBody = { ...held, id: 'h0', state: 'paid', order: 'o0' };
    change({ holdings: withHold(withHold(state.holdings, old), held) });
    told = [];
    const paid: HoldBody = { ...held, state: 'paid', order: 'o1' };
    change({ holdings: withHold(state.holdings, paid) });
    change({ pending: new Set() });
    change({ holdings: withHold(state.holdings, { ...paid, state: 'refunded' }) });
    const order = { hold: 'h1', order: 'o1', amount: 9_000, currency: 'EUR' };
    expect(told).toEqual([['onsale-paid', { show: 'hamlet', ...order, seats: [seat(5), seat(6)] }]]);
  });

  it('is told of a payment that came through after its hold had ended [P1]', () => {
    begin();
    const ended: HoldBody = { ...held, state: 'expired' };
    change({ holdings: withHold(state.holdings, held) });
    change({ holdings: withHold(state.holdings, ended) });
    change({ holdings: withHold(state.holdings, { ...held, state: 'paid', order: 'o1' }) });
    expect(told.map(([name]) => name)).toEqual(['onsale-held', 'onsale-paid']);
  });

  it('is told of each refusal once, in words, and of a connection that will not come back', () => {
    begin();
    const notice = { kind: 'refusal', id: 1, code: 'SEAT_TAKEN', details: {}, seats: [5] } as const;
    change({ notice });
    change({ pending: new Set([5]) });
    change({ notice: { ...notice, id: 2, code: 'CAP_EXCEEDED' } });
    change({ notice: { kind: 'news', id: 3, key: 'saidHeld', seats: [5] } });
    const orders: OrderBody[] = [];
    change({ checkout: { kind: 'choosing', refusal: null } });
    change({ checkout: { kind: 'choosing', refusal: 'PAYMENT_DECLINED' } });
    change({ checkout: { kind: 'paid', orders } });
    change({ link: { kind: 'failed', code: 'NO_SESSION' } });
    const codes = ['SEAT_TAKEN', 'CAP_EXCEEDED', 'PAYMENT_DECLINED', 'NO_SESSION'];
    expect(told).toEqual(
      codes.map((code) => ['onsale-failure', { show: 'hamlet', code, message: `words for ${code}` }]),
    );
  });

  it('is told nothing more once it does not listen', () => {
    begin()();
    change({}, new Map([[6, 'mine']]));
    expect(told).toEqual([]);
  });
});
