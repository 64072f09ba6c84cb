import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { bestWishOf, holdBody, holdRequest, holdsBody, payRequest } from '@onsale/contracts';
import { v7 as uuidV7 } from 'uuid';
import { accepted, createRoutes, problemResponse, type RouteContext } from '../context.ts';
import type { Environment } from '../environment.ts';
import { Problem } from '../problem.ts';
import { requireBuyer } from '../session.ts';
import { createBodies, orderWithHold } from './bodies.ts';

const holdParams = z.object({ id: z.string().max(64) });
const holdResponse = (description: string) => ({
  description,
  content: { 'application/json': { schema: holdBody } },
});

const putHold = createRoute({
  method: 'put',
  path: '/api/shows/{show}/holds/{id}',
  summary:
    'Hold seats, named or the best for a wish, all or none; the id, a UUIDv7 of the client, makes repeats safe',
  request: {
    params: z.object({ show: z.string(), id: z.string().max(64) }),
    body: { required: true, content: { 'application/json': { schema: holdRequest } } },
  },
  responses: { 201: holdResponse('The seats are held until `expiresAt`.'), ...problemResponse },
});

const listHolds = createRoute({
  method: 'get',
  path: '/api/shows/{show}/holds',
  summary: "The buyer's own live and paid holds of a show, newest first",
  request: { params: z.object({ show: z.string() }) },
  responses: {
    200: { description: 'At most 100.', content: { 'application/json': { schema: holdsBody } } },
    ...problemResponse,
  },
});

const getHold = createRoute({
  method: 'get',
  path: '/api/holds/{id}',
  summary: "One of the buyer's own holds",
  request: { params: holdParams },
  responses: { 200: holdResponse('The hold as it stands.'), ...problemResponse },
});

const deleteHold = createRoute({
  method: 'delete',
  path: '/api/holds/{id}',
  summary: 'Give back a hold, or some of its seats',
  request: {
    params: holdParams,
    query: z.object({
      seats: z
        .string()
        .max(8_000)
        .regex(/^\d{1,9}(,\d{1,9})*$/, 'seat numbers with commas between them')
        .optional(),
    }),
  },
  responses: { 200: holdResponse('What is left of the hold.'), ...problemResponse },
});

const extendHold = createRoute({
  method: 'post',
  path: '/api/holds/{id}/extend',
  summary: "Move a hold's deadline by the show's extension, once; a repeat answers the hold as it stands",
  request: { params: holdParams },
  responses: { 200: holdResponse('The hold with its later deadline.'), ...problemResponse },
});

const payHold = createRoute({
  method: 'post',
  path: '/api/holds/{id}/pay',
  summary: 'Pay for a hold; amount and seats are fixed by the server',
  request: {
    params: holdParams,
    // Without a body everything has its default.
    body: { required: false, content: { 'application/json': { schema: payRequest } } },
  },
  responses: {
    200: {
      description: 'The order; `pending` while the provider has not decided.',
      content: { 'application/json': { schema: orderWithHold } },
    },
    ...problemResponse,
  },
});

/** Commands over HTTP, and looking up what became of them. */
export function holdRoutes(context: RouteContext): OpenAPIHono<Environment> {
  const { booking, catalog } = context.room;
  const { holdNow, afterCommand } = createBodies(context);
  const app = createRoutes();

  app.openapi(putHold, async (c) => {
    const buyer = requireBuyer(c);
    const { show, id } = c.req.valid('param');
    const { seats = [], best } = c.req.valid('json');
    const { hold } = accepted(
      best === undefined
        ? await booking.hold(buyer, show, id, seats)
        : await booking.holdBest(buyer, show, id, bestWishOf(best)),
    );
    if (hold === null) throw new Problem('INTERNAL');
    return c.json(await holdNow(hold), 201);
  });

  app.openapi(listHolds, async (c) => {
    const { show } = c.req.valid('param');
    if ((await catalog.sale(show)) === null) throw new Problem('SHOW_NOT_FOUND');
    const holds = await booking.findHolds(requireBuyer(c), show);
    return c.json({ holds: await Promise.all(holds.map(holdNow)) }, 200);
  });

  app.openapi(getHold, async (c) => {
    const hold = await booking.findHold(requireBuyer(c), c.req.valid('param').id);
    if (hold === null) throw new Problem('HOLD_NOT_FOUND');
    return c.json(await holdNow(hold), 200);
  });

  app.openapi(deleteHold, async (c) => {
    const seats = c.req.valid('query').seats?.split(',').map(Number) ?? null;
    const { hold } = accepted(await booking.release(requireBuyer(c), c.req.valid('param').id, seats));
    if (hold === null) throw new Problem('INTERNAL');
    return c.json(await holdNow(hold), 200);
  });

  app.openapi(extendHold, async (c) => {
    const { hold } = accepted(await booking.extend(requireBuyer(c), c.req.valid('param').id));
    if (hold === null) throw new Problem('INTERNAL');
    return c.json(await holdNow(hold), 200);
  });

  app.openapi(payHold, async (c) => {
    const { id, method, contact } = c.req.valid('json');
    const buyer = requireBuyer(c);
    const paid = await booking.pay(buyer, c.req.valid('param').id, id ?? uuidV7(), method, contact);
    return c.json(await afterCommand(paid), 200);
  });

  return app;
}
