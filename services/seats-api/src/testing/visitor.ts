import { errorBody } from '@onsale/contracts';
import type { ErrorCode } from '@onsale/domain';
import { expect } from 'vitest';
import type { z } from 'zod';
import type { createApp } from '../app.ts';

export type Headers = Readonly<Record<string, string>>;
type Body = NonNullable<RequestInit['body']>;

/** A browser that keeps its cookie, asking the API. */
export class Visitor {
  /** The Cookie header that goes with every request; null for none. */
  cookie: string | null = null;
  readonly #app: ReturnType<typeof createApp>;

  constructor(app: ReturnType<typeof createApp>) {
    this.#app = app;
  }

  get(path: string, headers: Headers = {}): Promise<Response> {
    return this.ask('GET', path, { headers });
  }

  /** Sends JSON; `undefined` sends no body. */
  send(method: 'PUT' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<Response> {
    if (body === undefined) return this.ask(method, path);
    const headers = { 'content-type': 'application/json' };
    return this.ask(method, path, { body: JSON.stringify(body), headers });
  }

  async ask(method: string, path: string, init: { headers?: Headers; body?: Body } = {}): Promise<Response> {
    const cookie = this.cookie === null ? {} : { cookie: this.cookie };
    const headers = { host: 'sale.example', ...cookie, ...init.headers };
    // A stream as a body must be named one-way.
    const request = { method, headers, body: init.body ?? null, duplex: 'half' as const };
    const response = await this.#app.request(path, request);
    const [given] = response.headers.getSetCookie();
    if (given !== undefined) this.cookie = given.split(';', 1)[0] ?? null;
    return response;
  }
}

/** The body of an answer that must have this status and exactly the schema's fields. */
export async function bodyOf<T extends z.ZodType>(
  response: Response,
  status: number,
  schema: T,
): Promise<z.infer<T>> {
  const body: unknown = await response.json();
  expect({ status: response.status, body }).toMatchObject({ status });
  expect(schema.parse(body)).toEqual(body);
  return schema.parse(body);
}

/** The refusal in an answer that must be the error body with this code and its status. */
export async function refusalOf(response: Response, status: number, code: ErrorCode) {
  const { error } = await bodyOf(response, status, errorBody);
  expect(error.code).toBe(code);
  expect(response.headers.get('x-request-id')).toBe(error.requestId);
  return error;
}
