import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { realtimeBody } from '@onsale/contracts';
import { ticketSeconds } from '@onsale/identity';
import { pickTwo } from '@onsale/node-address';
import { createRoutes, problemResponse, type RouteContext } from '../context.ts';
import type { Environment } from '../environment.ts';
import { Problem } from '../problem.ts';
import { ensureBuyer } from '../session.ts';

const getRealtime = createRoute({
  method: 'get',
  path: '/api/realtime',
  summary: 'Where to open a socket, with a one-use ticket for it',
  request: { query: z.object({ show: z.string() }) },
  responses: {
    200: {
      description: 'Addresses in the order to try them.',
      content: { 'application/json': { schema: realtimeBody } },
    },
    ...problemResponse,
  },
});

/** Where buyers connect. */
export function connectRoutes(context: RouteContext): OpenAPIHono<Environment> {
  const { endpoints, tokens, room } = context;
  const app = createRoutes();

  app.openapi(getRealtime, async (c) => {
    if ((await room.catalog.sale(c.req.valid('query').show)) === null) throw new Problem('SHOW_NOT_FOUND');
    const found = pickTwo(endpoints.list());
    if (found.length === 0) throw new Problem('UNAVAILABLE');
    const ticket = await tokens.issueTicket(await ensureBuyer(c, context));
    c.header('cache-control', 'no-store');
    return c.json(
      {
        endpoints: found.map(({ url, node, zone }) => ({ url, node, zone })),
        ticket,
        expiresIn: ticketSeconds,
      },
      200,
    );
  });

  return app;
}
