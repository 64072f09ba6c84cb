import type { LiveListener, SeatDigit } from '@onsale/client';
import { expect, it } from 'vitest';
import { noFilter, toggled } from '../map/filter.ts';
import type { Geometry } from '../map/geometry.ts';
import { looks, type OwnSeat } from '../map/looks.ts';
import { SeatLooks } from './seat-looks.ts';

const geometry: Geometry = {
  seatCount: 3,
  x: new Float32Array(3),
  y: new Float32Array(3),
  sectionOf: new Uint16Array(3),
  priceOf: Uint8Array.of(0, 1, 1),
  noteOf: new Map([[1, 'aisle']]),
  sections: [{ id: 's' } as Geometry['sections'][number]],
  marks: [],
  bounds: { left: 0, top: 0, right: 0, bottom: 0 },
  seatRadius: 4,
};

it('follows the live map and what is the buyer’s own, and tells when something looks otherwise', () => {
  const digits: SeatDigit[] = [0, 0, 2];
  let own: ReadonlyMap<number, OwnSeat> = new Map();
  const listeners: { live: LiveListener; sale: () => void } = {
    live: () => undefined,
    sale: () => undefined,
  };
  const subscribeTo =
    <K extends keyof typeof listeners>(key: K) =>
    (listener: (typeof listeners)[K]) => {
      listeners[key] = listener;
      return () => undefined;
    };
  const seatLooks = new SeatLooks(
    geometry,
    { stateOf: (seat) => digits[seat] ?? 0, subscribe: subscribeTo('live') },
    {
      get ownSeats() {
        return own;
      },
      subscribe: subscribeTo('sale'),
    },
  );
  let changes = 0;
  seatLooks.subscribe(() => changes++);
  expect([...seatLooks.values]).toEqual([looks.available, looks.available + 1, looks.sold]);

  digits[0] = 1;
  listeners.live({ kind: 'seats', section: 's', seats: [0] });
  expect(seatLooks.values[0]).toBe(looks.held);
  expect(seatLooks.takenAgoMs(0)).toBeLessThan(1_000);
  expect(seatLooks.takenAgoMs(2)).toBeNull();

  own = new Map([[0, 'mine']]);
  listeners.sale();
  expect(seatLooks.values[0]).toBe(looks.mine);

  own = new Map();
  listeners.sale();
  listeners.sale();
  expect(seatLooks.values[0]).toBe(looks.held);
  expect(changes).toBe(3);

  expect([...seatLooks.availableOf]).toEqual([1]);
  digits[0] = 0;
  listeners.live({ kind: 'seats', section: 's', seats: [0] });
  expect([...seatLooks.availableOf]).toEqual([2]);
  seatLooks.filter = toggled(noFilter, { wish: 'aisle' });
  expect([...seatLooks.values]).toEqual([looks.dimmed, looks.available + 1, looks.sold]);
  expect([[...seatLooks.availableOf], seatLooks.available]).toEqual([[1], 1]);
  expect(changes).toBeGreaterThanOrEqual(5);
});
