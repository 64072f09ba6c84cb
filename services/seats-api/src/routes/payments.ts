import type { OpenAPIHono } from '@hono/zod-openapi';
import { accepted, createRoutes, type RouteContext } from '../context.ts';
import type { Environment } from '../environment.ts';

export const webhookPath = '/api/payments/webhook';

/**
 * Where the payment provider sends its messages. It has no session and no origin: its signature says who it
 * is. An answer other than 204 makes it send the message again. Not in the OpenAPI document, which is for
 * those who buy.
 */
export function paymentRoutes({ room }: RouteContext): OpenAPIHono<Environment> {
  const app = createRoutes();
  app.post(webhookPath, async (c) => {
    accepted(await room.booking.hearProvider(c.req.header(), await c.req.text()));
    return c.body(null, 204);
  });
  return app;
}
