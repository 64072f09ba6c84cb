import { z } from '@hono/zod-openapi';
import { holdBody, holdBodyOf, orderBody, orderBodyOf } from '@onsale/contracts';
import type { Hold, Order, Outcome } from '@onsale/domain';
import { accepted, type RouteContext } from '../context.ts';
import { Problem } from '../problem.ts';

export const orderWithHold = z.object({ order: orderBody, hold: holdBody });

/** What is answered of holds and orders, as they stand when it is. */
export function createBodies({ room, nowMs }: RouteContext) {
  const { booking, catalog } = room;

  async function holdNow(hold: Hold) {
    const sale = await catalog.sale(hold.show);
    const atMs = nowMs();
    return holdBodyOf(hold, sale, atMs, await booking.mayExtend(hold, atMs));
  }

  async function orderNow(order: Order) {
    return orderBodyOf(order, await catalog.sale(order.show), nowMs(), await booking.pageOf(order));
  }

  /** An order and its hold as they are after a command. */
  async function afterCommand(outcome: Outcome) {
    const { order, hold } = accepted(outcome);
    if (order === null || hold === null) throw new Problem('INTERNAL');
    return { order: await orderNow(order), hold: await holdNow(hold) };
  }

  return { holdNow, orderNow, afterCommand };
}
