import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accepted, createRoutes, problemResponse, type RouteContext } from '../context.ts';
import type { Environment } from '../environment.ts';

/** After the Standard Webhooks specification, version 1; of the body only the order's id is read. */
const hearProvider = createRoute({
  method: 'post',
  path: '/api/payments/webhook',
  summary: 'For the payment provider: how a charge stands is asked for anew, whatever the message says',
  request: {
    headers: z.object({
      'webhook-id': z.string().max(1_024).describe('The same over all attempts to deliver the message.'),
      'webhook-timestamp': z
        .string()
        .regex(/^\d{1,12}$/)
        .describe('When it was sent, in seconds since 1970.'),
      'webhook-signature': z
        .string()
        .max(1_024)
        .describe(
          '`v1,` and the HMAC-SHA256 of id, time and body in base64; several with spaces between them.',
        ),
    }),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({ data: z.object({ id: z.uuid().describe("The order's id.") }) }),
        },
      },
    },
  },
  responses: {
    204: { description: 'Heard; also a message about an order that is not of this sale.' },
    ...problemResponse,
  },
});

/**
 * Where the payment provider sends its messages. It has no session and no origin: its signature says who it
 * is. An answer other than 204 makes it send the message again.
 */
export function paymentRoutes({ room }: RouteContext): OpenAPIHono<Environment> {
  const app = createRoutes();
  // Documented and not validated: the signature is that of the body's bytes, and what has none is told nothing else.
  app.openAPIRegistry.registerPath(hearProvider);
  app.post(hearProvider.path, async (c) => {
    accepted(await room.booking.hearProvider(c.req.header(), await c.req.text()));
    return c.body(null, 204);
  });
  return app;
}
