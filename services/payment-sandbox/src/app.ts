import type { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { createRoutes } from './context.ts';
import type { SandboxDependencies } from './dependencies.ts';
import { limitCalls, requireKey } from './guards.ts';
import { Problem } from './problem.ts';
import { chargeRoutes } from './routes/charges.ts';
import { ledgerRoutes } from './routes/ledger.ts';
import { pageRoutes } from './routes/page.ts';
import { switchRoutes } from './routes/switches.ts';
import { bodyBytesMax } from './wire.ts';

const openApiInfo = {
  openapi: '3.1.0',
  info: {
    title: 'Onsale payment sandbox',
    version: '1',
    description:
      'A payment provider that moves no money and fails on demand. Errors are {error:{code,message}}.',
  },
} as const;

/** The provider's HTTP API, and the page where payers decide. */
export function createApp(dependencies: SandboxDependencies): OpenAPIHono {
  const { apiKey, callsMax, logger, meter } = dependencies;
  const app = createRoutes();
  if (meter !== undefined) app.use(meter);
  app.use(
    bodyLimit({
      maxSize: bodyBytesMax,
      onError: () => {
        throw new Problem('BODY_TOO_LARGE');
      },
    }),
  );
  app.use(limitCalls(callsMax));
  app.doc31('/openapi.json', openApiInfo);
  // Ahead of the key: payers have none, and know the address of their own charge alone.
  app.route('/', pageRoutes(dependencies));
  app.use(requireKey(apiKey));
  for (const routes of [chargeRoutes, ledgerRoutes, switchRoutes]) app.route('/', routes(dependencies));

  app.notFound((c) => {
    const problem = new Problem('NOT_FOUND');
    return c.json(problem.body, problem.status);
  });
  app.onError((error, c) => {
    const problem = problemOf(error);
    if (problem.code === 'INTERNAL') logger.error({ err: error }, 'a call failed');
    if (problem.status === 503) c.header('retry-after', '1');
    return c.json(problem.body, problem.status);
  });
  return app;
}

function problemOf(error: Error): Problem {
  if (error instanceof Problem) return error;
  // Hono throws its own exception for a body that is no JSON.
  const isMalformed = error instanceof HTTPException && error.status < 500;
  return isMalformed ? new Problem('BAD_REQUEST', [error.message]) : new Problem('INTERNAL');
}
