import type { IncomingMessage, ServerResponse } from 'node:http';
import { clientAddress } from '@onsale/identity';
import type { HttpDoor, HttpFigures } from '@onsale/runtime';
import type { Context, MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { SeatsApiDependencies } from './dependencies.ts';
import { acceptedEncoding, type Encoding } from './encodings.ts';
import { namesTag } from './entity-tag.ts';
import type { Environment } from './environment.ts';
import { requestIdOf } from './request-id.ts';

/** What a handler says of an answer that everybody gets who asks for the same. */
export interface Repeatable {
  readonly etag: string;
  readonly encoding: Encoding;
  readonly body: Uint8Array;
  /** Whether the same answer would be made again. */
  isCurrent(): boolean;
}

export interface Repeats {
  /** Keeps what handlers call repeatable. To stand ahead of all that adds headers. */
  readonly keep: MiddlewareHandler<Environment>;
  /** Gives what was kept to those who ask again, and lets all others pass. */
  readonly door: HttpDoor;
}

type RepeatsNeeds = Pick<SeatsApiDependencies, 'traffic' | 'trustedProxyHops'> & {
  /** Counts what was answered here, beside what the framework answered. */
  readonly figures?: HttpFigures;
};

interface Answer {
  readonly route: string;
  readonly status: 200 | 304;
  /** Names and values in turn, as they are written. */
  readonly headers: readonly string[];
  readonly body: Uint8Array | undefined;
}

interface Kept extends Pick<Repeatable, 'etag' | 'isCurrent'> {
  readonly unchanged: Answer;
  /** Null when only the answer that nothing changed was given so far. */
  readonly full: Answer | null;
}

/** Answers kept at most. */
const keptMax = 512;
/** The only thing that a kept answer may differ by from the one to somebody else who asks for the same address. */
const varyKept = 'accept-encoding';
/** As browsers and proxies write it. What else may stand there is the framework's to refuse. */
const usualHost = /^[A-Za-z0-9.-]{1,255}(:\d{1,5})?$/;
const ofTheBody: ReadonlySet<string> = new Set(['content-type', 'content-encoding', 'content-length']);

/**
 * The whole crowd asks for the same snapshot when a sale opens. The answer that the framework gave to the first is
 * given to the others where their requests come in, with the same headers, after the same look at what their address
 * may ask: routing, checking and composing it again would cost five times as much as sending it.
 */
export function createRepeats({ traffic, trustedProxyHops, figures }: RepeatsNeeds): Repeats {
  const kept = new Map<string, Kept>();

  function put(key: string, answer: Kept): void {
    if (kept.size >= keptMax && !kept.has(key)) kept.clear();
    kept.set(key, answer);
  }

  function find({ method, url, headers }: IncomingMessage): Answer | null {
    if (method !== 'GET' || url === undefined || !usualHost.test(headers.host ?? '')) return null;
    const found = kept.get(keyOf(url, acceptedEncoding(headers['accept-encoding'] as string | undefined)));
    if (!found?.isCurrent()) return null;
    const isUnchanged = namesTag(headers['if-none-match'], found.etag);
    return isUnchanged ? found.unchanged : found.full;
  }

  async function give(answer: Answer, incoming: IncomingMessage, outgoing: ServerResponse, next: () => void) {
    const startMs = performance.now();
    const { headers, socket } = incoming;
    const forwardedFor = headers['x-forwarded-for'] as string | undefined;
    const address = clientAddress(forwardedFor, socket.remoteAddress, trustedProxyHops);
    // Who asks too often is told so as everybody is, by the framework.
    if ((await traffic.read(address)) !== null) return next();
    const requestId = requestIdOf(headers['x-request-id'] as string | undefined);
    outgoing.writeHead(answer.status, [...answer.headers, 'x-request-id', requestId]);
    outgoing.end(answer.body);
    figures?.answered({
      route: answer.route,
      method: 'GET',
      status: answer.status,
      seconds: (performance.now() - startMs) / 1_000,
      requestId: () => requestId,
    });
  }

  return {
    async keep(c, next) {
      await next();
      const repeatable = c.get('repeatable');
      const url = c.env?.incoming?.url;
      if (repeatable === undefined || url === undefined || c.req.method !== 'GET') return;
      const answer = keptOf(c, repeatable);
      if (answer !== null) put(keyOf(url, repeatable.encoding), answer);
    },
    door(incoming, outgoing, next) {
      const answer = find(incoming);
      if (answer === null) next();
      else give(answer, incoming, outgoing, next).catch((error) => outgoing.destroy(error));
    },
  };
}

function keyOf(url: string, encoding: Encoding): string {
  return `${encoding} ${url}`;
}

/** Null when somebody else might have to get another answer. */
function keptOf(c: Context<Environment>, repeatable: Repeatable): Kept | null {
  const { status, headers } = c.res;
  const isShared = headers.get('cache-control')?.includes('public') === true;
  const isKept = status === 200 || status === 304;
  if (!isKept || !isShared || headers.get('vary') !== varyKept || headers.has('set-cookie')) return null;
  const { etag, body, isCurrent } = repeatable;
  const route = routePath(c, -1);
  const all = [...headers].filter(([name]) => name !== 'x-request-id');
  const withLength = [...all, ['content-length', String(body.length)]].flat();
  const bodiless = all.filter(([name]) => !ofTheBody.has(name)).flat();
  return {
    etag,
    isCurrent,
    unchanged: { route, status: 304, headers: bodiless, body: undefined },
    full: status === 200 ? { route, status, headers: withLength, body } : null,
  };
}
