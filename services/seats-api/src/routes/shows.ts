import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { paymentMethod, showBody, showBodyOf, showSummaryOf, showsBody } from '@onsale/contracts';
import { createRoutes, problemResponse, type RouteContext } from '../context.ts';
import type { Environment } from '../environment.ts';
import { repeatableAnswer } from '../repeatable-answer.ts';
import { welcome } from '../session.ts';

const listShows = createRoute({
  method: 'get',
  path: '/api/shows',
  summary: 'The shows on sale',
  responses: {
    200: { description: 'Every show.', content: { 'application/json': { schema: showsBody } } },
    ...problemResponse,
  },
});

const getShow = createRoute({
  method: 'get',
  path: '/api/shows/{show}',
  summary: 'One show',
  request: { params: z.object({ show: z.string() }) },
  responses: {
    200: {
      description:
        'Title, prices, on-sale time, layout hash, hold seconds, cap, methods of payment, server time.',
      content: { 'application/json': { schema: showBody } },
    },
    ...problemResponse,
  },
});

const getLayout = createRoute({
  method: 'get',
  path: '/api/layouts/{hash}',
  summary: 'A drawing, by the hash of its text',
  request: { params: z.object({ hash: z.string() }) },
  responses: {
    200: {
      description: 'The layout; it never changes.',
      content: { 'application/json': { schema: z.any() } },
    },
    304: { description: 'The layout is the one that If-None-Match names.' },
    ...problemResponse,
  },
});

/** Shows and drawings. The first visit makes the buyer's session. */
export function showRoutes(context: RouteContext): OpenAPIHono<Environment> {
  const { room, drawings, nowMs } = context;
  const app = createRoutes();

  app.openapi(listShows, async (c) => {
    await welcome(c, context);
    const shows = await room.catalog.shows();
    const summaries = await Promise.all(
      shows.map(async (show) => {
        const sale = await room.catalog.sale(show.id);
        return showSummaryOf(show, sale?.plan.seatCount ?? 0);
      }),
    );
    c.header('cache-control', 'no-store');
    return c.json({ shows: summaries, serverTime: new Date(nowMs()).toISOString() }, 200);
  });

  app.openapi(getShow, async (c) => {
    await welcome(c, context);
    const { sale, layout } = await drawings.find(c.req.valid('param').show);
    c.header('cache-control', 'no-store');
    const methods = paymentMethod.options.filter((method) => room.booking.offers(method));
    return c.json({ ...showBodyOf(sale, layout, nowMs()), methods }, 200);
  });

  app.openapi(getLayout, async (c) => {
    const { hash } = c.req.valid('param');
    return repeatableAnswer(c, {
      etag: `"${hash}"`,
      body: await drawings.body(hash),
      cacheControl: 'public, max-age=31536000, immutable',
      isCurrent: () => true,
    });
  });

  return app;
}
