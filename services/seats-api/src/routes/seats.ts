import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { type ChangesBody, changesBody, seatsBody } from '@onsale/contracts';
import type { SectionRef } from '@onsale/domain';
import { createRoutes, problemResponse, type RouteContext } from '../context.ts';
import type { Environment } from '../environment.ts';
import { Problem } from '../problem.ts';
import { repeatableAnswer } from '../repeatable-answer.ts';

/** Log entries that one answer merges at most; a client that is further behind asks again. */
const entriesMax = 2_000;

const getSeats = createRoute({
  method: 'get',
  path: '/api/shows/{show}/seats',
  summary: 'The snapshot of a show, or of one section',
  request: {
    params: z.object({ show: z.string() }),
    query: z.object({ section: z.string().optional() }),
  },
  responses: {
    200: {
      description: 'Per section its version and one digit per seat: 0 available, 1 held, 2 sold, 3 blocked.',
      content: { 'application/json': { schema: seatsBody } },
    },
    304: { description: 'Nothing changed since the versions in If-None-Match.' },
    ...problemResponse,
  },
});

/** Digits only: what else JavaScript takes for a number, an empty text for 0, is a mistake here. */
const versionText = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a version')
  .transform(Number)
  .openapi({ type: 'integer', minimum: 0 });

const getChanges = createRoute({
  method: 'get',
  path: '/api/shows/{show}/sections/{section}/changes',
  summary: 'What changed in a section since a version',
  request: {
    params: z.object({ show: z.string(), section: z.string() }),
    query: z.object({ since: versionText }),
  },
  responses: {
    200: {
      description: 'Seats with their states at version `to`.',
      content: { 'application/json': { schema: changesBody } },
    },
    ...problemResponse,
  },
});

/** Snapshots and deltas. */
export function seatRoutes(context: RouteContext): OpenAPIHono<Environment> {
  const { drawings, snapshots } = context;
  const readChanges = createChangesReader(context);
  const app = createRoutes();

  app.openapi(getSeats, async (c) => {
    const { sale } = await drawings.find(c.req.valid('param').show);
    const { section: id } = c.req.valid('query');
    const section = id === undefined ? undefined : sale.plan.sectionIndex(id);
    if (id !== undefined && section === undefined) throw new Problem('SECTION_NOT_FOUND');
    const snapshot = await snapshots.read(sale, section);
    return repeatableAnswer(c, { ...snapshot, cacheControl: 'public, max-age=0, s-maxage=1' });
  });

  app.openapi(getChanges, async (c) => {
    const { show, section: id } = c.req.valid('param');
    const { sale } = await drawings.find(show);
    const section = sale.plan.sectionIndex(id);
    if (section === undefined) throw new Problem('SECTION_NOT_FOUND');
    const changes = await readChanges({ show, section }, c.req.valid('query').since);
    if (changes === null)
      throw new Problem('LOG_TRIMMED', {
        href: `/api/shows/${show}/seats?section=${encodeURIComponent(id)}`,
      });
    c.header('cache-control', 'public, max-age=0, s-maxage=1');
    return c.json(changes, 200);
  });

  return app;
}

/** Reads deltas from the log; those who ask for the same at the same time share one query. */
function createChangesReader({ room }: RouteContext) {
  const underway = new Map<string, Promise<ChangesBody | null>>();

  async function read(ref: SectionRef, since: number): Promise<ChangesBody | null> {
    const changes = await room.store.changes(ref, since, entriesMax);
    if (changes.kind === 'trimmed') return null;
    const set = new Map<number, number>();
    for (const entry of changes.entries) for (const [seat, state] of entry.changes) set.set(seat, state);
    return { from: since, to: changes.entries.at(-1)?.version ?? since, set: [...set] };
  }

  return (ref: SectionRef, since: number): Promise<ChangesBody | null> => {
    const key = `${ref.show}/${ref.section}/${since}`;
    const known = underway.get(key);
    if (known !== undefined) return known;
    const reading = read(ref, since).finally(() => underway.delete(key));
    underway.set(key, reading);
    return reading;
  };
}
