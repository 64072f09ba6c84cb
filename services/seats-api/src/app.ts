import type { OpenAPIHono } from '@hono/zod-openapi';
import { bodyBytesMax } from '@onsale/contracts';
import type { Refusal } from '@onsale/domain';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { boundRequests, boundTraffic, isReading, requireJson } from './bounds.ts';
import { createRoutes, type RouteContext } from './context.ts';
import { shareAcrossOrigins } from './cors.ts';
import type { SeatsApiDependencies } from './dependencies.ts';
import { createDrawings } from './drawings.ts';
import type { Environment } from './environment.ts';
import { createKnownPaths } from './known-paths.ts';
import { Problem, problemAnswer, refusalOf } from './problem.ts';
import { refusedFacts } from './refused-facts.ts';
import { requestIdOf } from './request-id.ts';
import { connectRoutes } from './routes/connect.ts';
import { holdRoutes } from './routes/holds.ts';
import { orderRoutes } from './routes/orders.ts';
import { passRoutes } from './routes/passes.ts';
import { paymentRoutes } from './routes/payments.ts';
import { seatRoutes } from './routes/seats.ts';
import { showRoutes } from './routes/shows.ts';
import { textbookRoutes } from './routes/textbook.ts';
import { checkOrigin, readSession } from './session.ts';
import { createSnapshots } from './snapshots.ts';
import { traceCommands } from './trace-commands.ts';

const openApiInfo = {
  openapi: '3.1.0',
  info: {
    title: 'Onsale seats API',
    version: '1',
    description: 'Live seat maps, holds and payments. Errors are {error:{code,message,requestId,details?}}.',
  },
} as const;

/** The HTTP API of the sale. Stateless: any process answers any request. */
export function createApp(dependencies: SeatsApiDependencies): OpenAPIHono<Environment> {
  const { room, logger, meter, repeats, tracing, onRefused } = dependencies;
  const context: RouteContext = {
    ...dependencies,
    drawings: createDrawings(room.catalog),
    snapshots: createSnapshots(room),
    nowMs: () => room.clock.estimateMs() ?? Date.now(),
  };
  const app = createRoutes();
  /** Its line, for whoever follows one buyer; a crowd's refusals are too many for anything above `debug`. */
  const tellRefused = (c: Context<Environment>, refusal: Refusal) => {
    onRefused(refusal.code);
    if (logger.isLevelEnabled('debug')) logger.debug(refusedFacts(c, refusal), 'refused');
  };

  if (repeats !== undefined) app.use(repeats.keep);
  if (meter !== undefined) app.use(meter);
  app.use(async (c, next) => {
    const requestId = requestIdOf(c.req.header('x-request-id'));
    c.set('requestId', requestId);
    c.header('x-request-id', requestId);
    c.header('x-content-type-options', 'nosniff');
    await next();
  });
  app.use(shareAcrossOrigins(dependencies));
  if (tracing) app.use(traceCommands(tracing));
  app.use(boundRequests());
  const boundBody = bodyLimit({
    maxSize: bodyBytesMax,
    onError: () => {
      throw new Problem('BODY_TOO_LARGE');
    },
  });
  // To look for a body makes a whole Request of the server's light one, which costs as much as all else of a read.
  app.use((c, next) => (isReading(c) ? next() : boundBody(c, next)));
  // Ahead of what is asked of buyers: the provider has neither session nor origin.
  app.route('/', paymentRoutes(context));
  app.use(checkOrigin(dependencies));
  app.use(readSession(dependencies));
  app.use(boundTraffic(dependencies));
  app.use(requireJson());
  for (const routes of [
    showRoutes,
    seatRoutes,
    holdRoutes,
    orderRoutes,
    passRoutes,
    connectRoutes,
    textbookRoutes,
  ])
    app.route('/', routes(context));
  let openApi: string | null = null;
  app.get('/openapi.json', (c) => {
    // The routes do not change, and making the document takes milliseconds.
    openApi ??= JSON.stringify(app.getOpenAPI31Document(openApiInfo));
    return c.body(openApi, 200, { 'content-type': 'application/json' });
  });
  const knownPaths = createKnownPaths(app.routes);

  app.notFound((c) => {
    const allow = knownPaths.allowOf(c.req.path);
    const refusal = { code: allow === null ? 'NOT_FOUND' : 'METHOD_NOT_ALLOWED' } as const;
    tellRefused(c, refusal);
    if (allow !== null) c.header('allow', allow);
    return c.json(...problemAnswer(refusal, c.get('requestId') ?? ''));
  });
  app.onError((error, c) => {
    // Hono throws its own exception for a body that is no JSON.
    const isMalformed = error instanceof HTTPException && error.status < 500;
    const refusal = isMalformed
      ? ({ code: 'BAD_REQUEST', details: { faults: [error.message] } } as const)
      : refusalOf(error);
    tellRefused(c, refusal);
    if (refusal.code === 'INTERNAL')
      logger.error({ err: error, ...refusedFacts(c, refusal) }, 'a request failed');
    return c.json(...problemAnswer(refusal, c.get('requestId') ?? ''));
  });
  return app;
}
