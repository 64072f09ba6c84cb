import { holdBody, orderBody } from '@onsale/contracts';
import { z } from 'zod';
import { type Bench, openBench } from './bench.ts';
import { bodyOf, type Visitor } from './visitor.ts';

/** What a payment answers. */
export const paidBody = z.object({ order: orderBody, hold: holdBody });

export const holdsPath = '/api/shows/test-show/holds';

export async function openWithBuyer(): Promise<{ bench: Bench; buyer: Visitor }> {
  const bench = openBench();
  return { bench, buyer: await bench.buyer() };
}

export function put(buyer: Visitor, id: string, seats: unknown): Promise<Response> {
  return buyer.send('PUT', `${holdsPath}/${id}`, { seats });
}

/** Holds seats, which must be granted. */
export async function hold(bench: Bench, buyer: Visitor, ...seats: number[]) {
  return bodyOf(await put(buyer, bench.newId(), seats), 201, holdBody);
}
