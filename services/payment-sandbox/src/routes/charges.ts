import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { createRoutes, jsonRequest, jsonResponse, problemResponse } from '../context.ts';
import type { SandboxDependencies } from '../dependencies.ts';
import { pause } from '../pause.ts';
import { Problem } from '../problem.ts';
import { beginningOf, courseOf } from '../switches.ts';
import { chargeBody, chargeBodyOf, chargeId, chargeRequest } from '../wire.ts';

const params = z.object({ id: chargeId });

const postCharge = createRoute({
  method: 'post',
  path: '/charges',
  summary: 'Charge for an order; the same id with the same content is the same charge',
  request: { body: jsonRequest(chargeRequest) },
  responses: {
    201: jsonResponse('The charge was made.', chargeBody),
    200: jsonResponse('The charge was there already, or is a void one.', chargeBody),
    ...problemResponse,
  },
});

const getCharge = createRoute({
  method: 'get',
  path: '/charges/{id}',
  summary: 'How a charge stands',
  request: { params },
  responses: { 200: jsonResponse('The charge.', chargeBody), ...problemResponse },
});

const voidCharge = createRoute({
  method: 'post',
  path: '/charges/{id}/void',
  summary: 'End a charge that has not succeeded, or keep one from beginning',
  request: { params },
  responses: {
    200: jsonResponse('The charge as it ended: `succeeded` when it was too late.', chargeBody),
    ...problemResponse,
  },
});

const refundCharge = createRoute({
  method: 'post',
  path: '/charges/{id}/refund',
  summary: 'Give the money of a charge back; once, however often it is asked for',
  request: { params },
  responses: { 200: jsonResponse('The money went back.', chargeBody), ...problemResponse },
});

export function chargeRoutes({ charges, switches, stopping }: SandboxDependencies): OpenAPIHono {
  const app = createRoutes();

  app.openapi(postCharge, async (c) => {
    const { id, webhookUrl = null, returnUrl = null, expiresAt, ...asked } = c.req.valid('json');
    const expiresAtMs = expiresAt === undefined ? null : Date.parse(expiresAt);
    const content = { ...asked, webhookUrl, returnUrl, expiresAtMs };
    const course = courseOf(content.method, switches.current);
    const ends = [stopping, c.req.raw.signal];
    if (course === 'slow') await pause(switches.current.slowMs, ...ends);
    const beginning = beginningOf(course, switches.current);
    const booked = await charges.post(id, content, beginning);
    switch (booked.kind) {
      case 'full':
        throw new Problem('FULL');
      case 'differs':
        throw new Problem('ID_REUSED');
      case 'found':
        return c.json(chargeBodyOf(booked.charge), 200);
      case 'made':
        // Only the call that makes the charge hangs: a repeat is what finds out how it ended.
        if (course === 'timeout-then-success') await pause(switches.current.hangMs, ...ends);
        return c.json(chargeBodyOf(booked.charge), 201);
    }
  });

  app.openapi(getCharge, async (c) => {
    const booked = await charges.find(c.req.valid('param').id);
    if (booked.kind === 'absent') throw new Problem('CHARGE_NOT_FOUND');
    return c.json(chargeBodyOf(booked.charge), 200);
  });

  app.openapi(voidCharge, async (c) => {
    const booked = await charges.void(c.req.valid('param').id);
    if (booked.kind === 'full') throw new Problem('FULL');
    return c.json(chargeBodyOf(booked.charge), 200);
  });

  app.openapi(refundCharge, async (c) => {
    const booked = await charges.refund(c.req.valid('param').id);
    if (booked.kind === 'absent') throw new Problem('CHARGE_NOT_FOUND');
    if (booked.kind === 'not succeeded') throw new Problem('NOT_SUCCEEDED');
    return c.json(chargeBodyOf(booked.charge), 200);
  });

  return app;
}
