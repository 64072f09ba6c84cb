import { OpenAPIHono } from '@hono/zod-openapi';
import { errorBody } from '@onsale/contracts';
import type { EpochMs, Outcome } from '@onsale/domain';
import type { SeatsApiDependencies } from './dependencies.ts';
import type { Drawings } from './drawings.ts';
import type { Environment } from './environment.ts';
import { Problem } from './problem.ts';
import type { Snapshots } from './snapshots.ts';

/** What the routes share. */
export interface RouteContext extends SeatsApiDependencies {
  readonly drawings: Drawings;
  readonly snapshots: Snapshots;
  /** The database's clock as this process estimates it. */
  readonly nowMs: () => EpochMs;
}

/** A group of routes whose validation faults are told like every other problem. */
export function createRoutes(): OpenAPIHono<Environment> {
  return new OpenAPIHono<Environment>({
    defaultHook: (result) => {
      if (result.success) return;
      const faults = result.error.issues.slice(0, 20).map((issue) => {
        const path = issue.path.map(String).join('.');
        return path === '' ? issue.message : `${path}: ${issue.message}`;
      });
      throw new Problem('BAD_REQUEST', { faults });
    },
  });
}

/** The accepted outcome; a refused one becomes the request's problem. */
export function accepted(outcome: Outcome): Extract<Outcome, { ok: true }> {
  if (!outcome.ok) throw new Problem(outcome.error.code, outcome.error.details);
  return outcome;
}

/** The problem answer, as each route documents it. */
export const problemResponse = {
  default: {
    description: 'Refused; `error.code` says why.',
    content: { 'application/json': { schema: errorBody } },
  },
} as const;
