import { OpenAPIHono, type z } from '@hono/zod-openapi';
import { Problem } from './problem.ts';
import { errorBody } from './wire.ts';

const faultsMax = 20;

/** A group of routes whose validation faults are told like every other problem. */
export function createRoutes(): OpenAPIHono {
  return new OpenAPIHono({
    defaultHook: (result) => {
      if (result.success) return;
      const faults = result.error.issues.slice(0, faultsMax).map(({ path, message }) => {
        const place = path.map(String).join('.');
        return place === '' ? message : `${place}: ${message}`;
      });
      throw new Problem('BAD_REQUEST', faults);
    },
  });
}

/** A JSON body of that form, as a route documents its request. */
export const jsonRequest = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { 'application/json': { schema } },
});

/** An answer of that form, as a route documents it. */
export const jsonResponse = <T extends z.ZodType>(description: string, schema: T) => ({
  description,
  content: { 'application/json': { schema } },
});

/** A refusal, as each route documents it. */
export const problemResponse = {
  default: jsonResponse('Refused; `error.code` says why.', errorBody),
} as const;
