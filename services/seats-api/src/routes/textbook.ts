import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { type TextbookSeats, textbookSeats } from '@onsale/contracts';
import { seatCodes } from '@onsale/domain';
import { pickTwo } from '@onsale/node-address';
import { createRoutes, problemResponse, type RouteContext } from '../context.ts';
import type { Environment } from '../environment.ts';
import { Problem } from '../problem.ts';

const getTextbookSeats = createRoute({
  method: 'get',
  path: '/seats',
  summary: 'The taken seats of the default show, as the textbook system lists them',
  responses: {
    200: { description: 'Held and sold seats.', content: { 'application/json': { schema: textbookSeats } } },
    ...problemResponse,
  },
});

const getIp = createRoute({
  method: 'get',
  path: '/ip',
  summary: 'One address to open a socket to, as text',
  responses: {
    200: { description: 'A host name or an address.', content: { 'text/plain': { schema: z.string() } } },
    ...problemResponse,
  },
});

/** The two calls of the textbook system, for the default show. */
export function textbookRoutes(context: RouteContext): OpenAPIHono<Environment> {
  const { room, drawings, endpoints, defaultShow } = context;
  const app = createRoutes();

  app.openapi(getTextbookSeats, async (c) => {
    const { sale, grid } = await drawings.find(defaultShow);
    const taken: TextbookSeats = [];
    for (const [index, section] of sale.plan.sections.entries()) {
      const mirror = await room.mirrors.open(sale, index);
      for (let seat = section.first; seat < section.first + section.count; seat++) {
        const state = mirror.stateOf(seat);
        const place = grid.placeOf(seat);
        if (place === null || (state !== seatCodes.held && state !== seatCodes.sold)) continue;
        taken.push({ ...place, actionType: state === seatCodes.held ? 'reserve' : 'pay' });
      }
    }
    return c.json(taken, 200);
  });

  app.openapi(getIp, (c) => {
    const [endpoint] = pickTwo(endpoints.list());
    if (endpoint === undefined) throw new Problem('UNAVAILABLE');
    return c.text(new URL(endpoint.url, c.req.url).hostname, 200);
  });

  return app;
}
