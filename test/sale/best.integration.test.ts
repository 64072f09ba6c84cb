import { newId } from '@onsale/client';
import { errorBody, type HoldAck, type HoldBody, holdBody } from '@onsale/contracts';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { arriveMany, type Buyer } from './buyer.ts';
import { openServices, openStandalone, type Place } from './place.ts';
import type { SaleSocket } from './sale-socket.ts';
import { cap, stadiumSeats } from './shows.ts';
import { faultsOf } from './truth.ts';

const places: readonly [name: string, open: () => Promise<Place>][] = [
  ['one process on SQLite', () => openStandalone()],
  [
    'two processes of each kind on MySQL',
    () => openServices({ mysqlUrl: inject('mysqlUrl'), redisUrl: inject('redisUrl') }),
  ],
];

const crowd = 500;
const show = 'stadium';
const pair = 2;

type Told = { readonly hold: HoldBody } | { readonly code: string };

describe.each(places)('a rush for the best seats on %s', (_name, open) => {
  let place: Place;
  let buyers: readonly Buyer[];
  /** Half of the crowd has one, half on each process; the others ask over HTTP. */
  let sockets: SaleSocket[];

  beforeAll(async () => {
    place = await open();
    buyers = await arriveMany(place, crowd);
    const { realtimeUrls } = place;
    sockets = await Promise.all(
      buyers
        .slice(0, crowd / 2)
        .map((buyer, index) => buyer.connect(realtimeUrls[index % realtimeUrls.length] ?? realtimeUrls[0])),
    );
  }, 180_000);
  afterAll(async () => {
    for (const socket of sockets ?? []) socket.close();
    await place?.stop();
  }, 60_000);

  /** Everybody asks once, at the same time; nobody asks again. */
  function rush(best: object): Promise<Told[]> {
    return Promise.all(
      buyers.map(async (buyer, index): Promise<Told> => {
        const socket = sockets[index];
        const id = newId();
        if (socket !== undefined) {
          const ack: HoldAck = await socket.ask('hold', { id, show, best });
          return ack.ok ? { hold: ack.hold } : { code: ack.error.code };
        }
        const { status, body } = await buyer.send('PUT', `/api/shows/${show}/holds/${id}`, { best });
        return status === 201 ? { hold: holdBody.parse(body) } : { code: errorBody.parse(body).error.code };
      }),
    );
  }
  const heldOf = (told: readonly Told[]) => told.flatMap((one) => ('hold' in one ? [one.hold] : []));
  const codesOf = (told: readonly Told[]) => told.flatMap((one) => ('code' in one ? [one.code] : []));

  it(`[B1] [S1] [A1] ${crowd} buyers have a pair each where there are so many, and nobody is refused`, async () => {
    const told = await rush({ count: pair, section: 'floor' });
    expect(codesOf(told)).toEqual([]);
    const seats = heldOf(told).flatMap((hold) => hold.seats);
    expect(new Set(seats).size).toBe(stadiumSeats.floor);
    expect(Math.max(...seats)).toBeLessThan(stadiumSeats.floor);
    const together = heldOf(told).filter(({ best }) => best?.together === true);
    expect(together.length).toBeGreaterThan(0.9 * crowd);
  }, 120_000);

  it('[B1] [S1] [A1] where there are too few, just those are refused for whom there are none, once each', async () => {
    const told = await rush({ count: pair, sections: ['floor', 'balcony'] });
    const served = Math.floor(stadiumSeats.balcony / pair);
    expect(codesOf(told)).toEqual(Array(crowd - served).fill('NOT_ENOUGH_SEATS'));
    const seats = heldOf(told).flatMap((hold) => hold.seats);
    expect(new Set(seats).size).toBe(served * pair);
    for (const { best } of heldOf(told))
      expect(best).toMatchObject({ section: 'balcony', otherSection: true });
  }, 120_000);

  it('[S1] [S3] [H4] [L2] and the data keep every rule after all that', async () => {
    expect(cap).toBe(2 * pair);
    expect(await faultsOf(place.store, show)).toEqual([]);
  });
});
