import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { createRoutes, jsonResponse, problemResponse } from '../context.ts';
import type { SandboxDependencies } from '../dependencies.ts';
import { ledgerOf } from '../ledger.ts';
import { ledgerBody, listedMax } from '../wire.ts';

const getLedger = createRoute({
  method: 'get',
  path: '/ledger',
  summary: 'What was taken and given back, by currency, and a page of the charges',
  request: {
    query: z.object({
      offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
      limit: z.coerce.number().int().min(0).max(listedMax).default(100),
    }),
  },
  responses: { 200: jsonResponse('The ledger at this moment.', ledgerBody), ...problemResponse },
});

export function ledgerRoutes({ charges }: SandboxDependencies): OpenAPIHono {
  const app = createRoutes();
  app.openapi(getLedger, async (c) => {
    const { offset, limit } = c.req.valid('query');
    return c.json(ledgerOf(await charges.list(), offset, limit), 200);
  });
  return app;
}
