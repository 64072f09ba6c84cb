import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { createRoutes, jsonRequest, jsonResponse, problemResponse } from '../context.ts';
import type { SandboxDependencies } from '../dependencies.ts';
import { switchChanges, switchesBody } from '../switches.ts';

const responses = { 200: jsonResponse('Where the switches stand.', switchesBody), ...problemResponse };

const getSwitches = createRoute({
  method: 'get',
  path: '/switches',
  summary: 'What the sandbox does wrong on purpose',
  responses,
});

const putSwitches = createRoute({
  method: 'put',
  path: '/switches',
  summary: 'Turn switches; those that are not named stay as they are',
  request: { body: jsonRequest(switchChanges) },
  responses,
});

export function switchRoutes({ switches }: SandboxDependencies): OpenAPIHono {
  const app = createRoutes();
  app.openapi(getSwitches, (c) => c.json(switches.current, 200));
  app.openapi(putSwitches, (c) => c.json(switches.turn(c.req.valid('json')), 200));
  return app;
}
