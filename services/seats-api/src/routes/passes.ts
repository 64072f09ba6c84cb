import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import {
  type PassCheckBody,
  passCheckBody,
  passCheckRequest,
  passesBody,
  passKeysBody,
} from '@onsale/contracts';
import type { Order } from '@onsale/domain';
import type { Pass } from '@onsale/identity';
import { createRoutes, problemResponse, type RouteContext } from '../context.ts';
import type { Environment } from '../environment.ts';
import { Problem } from '../problem.ts';
import { requireBuyer } from '../session.ts';

/** How long a scanner and a cache may keep the keys; a key that is added signs as soon as it is the first. */
const keysCacheControl = 'public, max-age=300';

const getPasses = createRoute({
  method: 'get',
  path: '/api/orders/{id}/passes',
  summary: "The passes of one of the buyer's own paid orders, one for each seat",
  request: { params: z.object({ id: z.string().max(64) }) },
  responses: {
    200: {
      description: 'Whoever bears a code is let in to its seat.',
      content: { 'application/json': { schema: passesBody } },
    },
    ...problemResponse,
  },
});

const getPassKeys = createRoute({
  method: 'get',
  path: '/api/pass-keys',
  summary: 'The public keys of passes, to check them without asking',
  responses: {
    200: {
      description: 'A JSON Web Key Set; a pass names its key by `kid`.',
      content: { 'application/json': { schema: passKeysBody } },
    },
    ...problemResponse,
  },
});

const checkPass = createRoute({
  method: 'post',
  path: '/api/passes/check',
  summary: 'Whether a pass is genuine and its order still paid; needs no session',
  request: {
    body: { required: true, content: { 'application/json': { schema: passCheckRequest } } },
  },
  responses: {
    200: {
      description: 'What the pass says, and whether it is good at this moment.',
      content: { 'application/json': { schema: passCheckBody } },
    },
    ...problemResponse,
  },
});

/** Passes: for their buyer, and for those at the door. */
export function passRoutes({ room, passes, drawings }: RouteContext): OpenAPIHono<Environment> {
  const app = createRoutes();

  /** What a genuine pass says, with the seat's labels where the show is known. */
  async function factsOf({ show, order, seat }: Pass) {
    const sale = await room.catalog.sale(show);
    const place = sale === null ? undefined : (await drawings.find(show)).seats.at(seat);
    const labels = place === undefined ? {} : { section: place.section, row: place.row, number: place.label };
    return { show, order, seat, ...labels };
  }

  app.openapi(getPasses, async (c) => {
    const order = await room.booking.findOrder(requireBuyer(c), c.req.valid('param').id);
    if (order === null) throw new Problem('ORDER_NOT_FOUND');
    if (order.state === 'pending') throw new Problem('PAYMENT_PENDING');
    if (order.state !== 'paid') throw new Problem('HOLD_ENDED');
    const { id, show, seats } = order;
    const signed = seats.map(async (seat) => ({ seat, code: await passes.sign({ show, order: id, seat }) }));
    c.header('cache-control', 'no-store');
    return c.json({ order: id, passes: await Promise.all(signed) }, 200);
  });

  app.openapi(getPassKeys, (c) => {
    c.header('cache-control', keysCacheControl);
    return c.json({ keys: [...passes.publicKeys] }, 200);
  });

  app.openapi(checkPass, async (c) => {
    const pass = await passes.read(c.req.valid('json').code);
    c.header('cache-control', 'no-store');
    if (pass === null) return c.json({ valid: false, reason: 'forged' as const }, 200);
    const order = await room.store.order(pass.order);
    return c.json({ ...standingOf(pass, order), ...(await factsOf(pass)) }, 200);
  });

  return app;
}

/** Whether a genuine pass is good as its order stands [I3]. */
function standingOf(pass: Pass, order: Order | null): Pick<PassCheckBody, 'valid' | 'reason'> {
  const isKnown = order?.show === pass.show && order.seats.includes(pass.seat);
  if (isKnown && order.state === 'paid') return { valid: true };
  const isReturned = isKnown && (order.state === 'refund_due' || order.state === 'refunded');
  return { valid: false, reason: isReturned ? 'returned' : 'unknown' };
}
