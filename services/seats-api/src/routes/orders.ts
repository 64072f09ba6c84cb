import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { orderBody, orderBodyOf, ordersBody } from '@onsale/contracts';
import { createRoutes, problemResponse, type RouteContext } from '../context.ts';
import type { Environment } from '../environment.ts';
import { Problem } from '../problem.ts';
import { requireBuyer } from '../session.ts';
import { createBodies, orderWithHold } from './bodies.ts';

const orderParams = z.object({ id: z.string().max(64) });

const returnOrder = createRoute({
  method: 'post',
  path: '/api/orders/{id}/return',
  summary: 'Give a paid order back, seats for money; a repeat answers the order as it stands',
  request: { params: orderParams },
  responses: {
    200: {
      description: 'The order; `refund_due` until the provider has returned the money.',
      content: { 'application/json': { schema: orderWithHold } },
    },
    ...problemResponse,
  },
});

const listOrders = createRoute({
  method: 'get',
  path: '/api/orders',
  summary: "The buyer's own orders of every show, paid, being paid or given back, newest first",
  responses: {
    200: { description: 'At most 100.', content: { 'application/json': { schema: ordersBody } } },
    ...problemResponse,
  },
});

const getOrder = createRoute({
  method: 'get',
  path: '/api/orders/{id}',
  summary: "One of the buyer's own orders",
  request: { params: orderParams },
  responses: {
    200: { description: 'The order as it stands.', content: { 'application/json': { schema: orderBody } } },
    ...problemResponse,
  },
});

/** A buyer's orders, and giving them back. */
export function orderRoutes(context: RouteContext): OpenAPIHono<Environment> {
  const { room, nowMs } = context;
  const { booking, catalog } = room;
  const { orderNow, afterCommand } = createBodies(context);
  const app = createRoutes();

  app.openapi(returnOrder, async (c) => {
    const returned = await booking.giveBack(requireBuyer(c), c.req.valid('param').id);
    return c.json(await afterCommand(returned), 200);
  });

  app.openapi(listOrders, async (c) => {
    const atMs = nowMs();
    const orders = await booking.findOrders(requireBuyer(c));
    const bodies = orders.map(async (order) => orderBodyOf(order, await catalog.sale(order.show), atMs));
    return c.json({ orders: await Promise.all(bodies) }, 200);
  });

  app.openapi(getOrder, async (c) => {
    const order = await booking.findOrder(requireBuyer(c), c.req.valid('param').id);
    if (order === null) throw new Problem('ORDER_NOT_FOUND');
    return c.json(await orderNow(order), 200);
  });

  return app;
}
