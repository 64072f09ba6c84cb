import { METHODS } from 'node:http';
import { newId } from '@onsale/client';
import type { Random } from '@onsale/domain/testing';
import { sectionSeats, showIds } from '../sale/shows.ts';
import { changedText, changedValue, oddBytes, oddText } from './odd-values.ts';

/** What there is to ask about: real things, some of them other buyers'. */
export interface Known {
  readonly cookies: readonly string[];
  readonly layouts: readonly string[];
  /** Ids of holds and of attempts to pay. Grows while the fuzz goes on. */
  readonly ids: string[];
}

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

const methods = METHODS.filter((method) => method !== 'CONNECT');
const json = 'application/json';
const types = [
  json,
  'application/json; charset=utf-16',
  'text/json',
  'text/plain',
  'multipart/form-data',
  'application/x-www-form-urlencoded',
  'nonsense',
];
const origins = [
  'http://evil.example',
  'null',
  'https://',
  'http://127.0.0.1',
  'file://',
  'http://[::1',
  'x'.repeat(3_000),
];
const encodings = ['br', 'gzip', 'identity;q=0', '*;q=0', 'br;q=2, gzip;q=x', 'zstd', ',,,;;;q='];
const idsMax = 2_000;

/** A request as a client might send it, or one that is wrong in one way or several. */
export function httpRequest(random: Random, known: Known): HttpRequest {
  const sound = soundRequest(random, known);
  const method = random.below(16) === 0 ? random.pick(methods) : sound.method;
  const path = random.below(8) === 0 ? changedText(random, sound.path) : sound.path;
  const body = sound.body === undefined && random.below(20) > 0 ? null : bodyOf(random, sound.body);
  const headers = headersOf(random, known, body !== null);
  return { method, path: sendablePath(path), headers, body };
}

function soundRequest(random: Random, known: Known): { method: string; path: string; body?: unknown } {
  const show = () => (random.below(6) === 0 ? oddText(random) : random.pick(showIds));
  const section = () => (random.below(6) === 0 ? oddText(random) : random.pick(['left', 'right']));
  const id = () => idOf(random, known);
  switch (random.below(20)) {
    case 0:
      return { method: 'GET', path: '/api/shows' };
    case 1:
      return { method: 'GET', path: `/api/shows/${show()}` };
    case 2:
      return {
        method: 'GET',
        path: `/api/layouts/${random.below(3) === 0 ? oddText(random) : random.pick(known.layouts)}`,
      };
    case 3:
      return {
        method: 'GET',
        path: `/api/shows/${show()}/seats${random.pick(['', `?section=${section()}`])}`,
      };
    case 4:
      return {
        method: 'GET',
        path: `/api/shows/${show()}/sections/${section()}/changes?since=${random.below(3) === 0 ? oddText(random) : random.below(50)}`,
      };
    case 5:
      return { method: 'GET', path: `/api/shows/${show()}/holds` };
    case 6:
    case 7:
    case 8:
    case 9:
      return {
        method: 'PUT',
        path: `/api/shows/${show()}/holds/${freshId(random, known)}`,
        body: askedOf(random),
      };
    case 10:
      return { method: 'GET', path: `/api/holds/${id()}` };
    case 11:
      return {
        method: 'DELETE',
        path: `/api/holds/${id()}${random.pick(['', `?seats=${seatsOf(random).join(',')}`])}`,
      };
    case 12:
    case 13:
      return {
        method: 'POST',
        path: `/api/holds/${id()}/pay`,
        body: random.pick([
          {},
          { id: freshId(random, known) },
          { method: 'sandbox-declined' },
          { contact: { name: oddText(random), email: random.pick(['ann@example.com', oddText(random)]) } },
        ]),
      };
    case 14:
      return { method: 'GET', path: `/api/orders/${id()}${random.pick(['', '/passes'])}` };
    case 15:
      return {
        method: 'POST',
        path: random.pick([`/api/holds/${id()}/extend`, `/api/orders/${id()}/return`]),
      };
    case 16:
      return { method: 'GET', path: `/api/realtime?show=${show()}` };
    case 17:
      return {
        method: 'GET',
        path: random.pick(['/seats', '/ip', '/api/orders', '/openapi.json', '/api/pass-keys']),
      };
    case 18:
      return { method: 'POST', path: '/api/passes/check', body: { code: oddText(random) } };
    default:
      return {
        method: 'GET',
        path: random.pick([
          '/healthz',
          '/readyz',
          '/',
          '/index.html',
          `/${oddText(random)}`,
          '/assets/../package.json',
          `/socket.io/?EIO=4&transport=${oddText(random)}`,
        ]),
      };
  }
}

function seatsOf(random: Random): number[] {
  return Array.from({ length: 1 + random.below(4) }, () => random.below(2 * sectionSeats));
}

/** What a hold asks for: seats by name, or the best for a wish. */
export function askedOf(random: Random): object {
  if (random.below(3) > 0) return { seats: seatsOf(random) };
  const where = random.pick([{}, { section: 'left' }, { sections: ['right', 'left'] }]);
  const price = random.pick([{}, { price: 'left' }, { priceMax: random.below(9_000) }]);
  const kind = random.pick([{}, { together: true }, { accessible: random.below(2) }]);
  return { best: { count: 1 + random.below(4), ...where, ...price, ...kind } };
}

export function idOf(random: Random, { ids }: Known): string {
  return random.below(8) === 0 || ids.length === 0 ? oddText(random) : random.pick(ids);
}

/** An id that is new, or now and then one that was used before. */
export function freshId(random: Random, { ids }: Known): string {
  if (random.below(8) === 0 && ids.length > 0) return random.pick(ids);
  const id = newId();
  if (ids.length < idsMax) ids.push(id);
  else ids[random.below(idsMax)] = id;
  return id;
}

function bodyOf(random: Random, sound: unknown): Buffer {
  const text = JSON.stringify(sound ?? {});
  switch (random.below(12)) {
    case 0:
    case 1:
      return Buffer.from(JSON.stringify(changedValue(random, sound)) ?? '');
    case 2:
      return Buffer.from(changedText(random, text));
    case 3:
      return oddBytes(random, 300);
    case 4:
      return Buffer.from(text.replace('{', `{"__proto__":{"buyer":"me"},"constructor":{},`));
    case 5:
      return random.below(10) === 0 ? Buffer.alloc(70_000, '[') : Buffer.from('['.repeat(2_000));
    default:
      return Buffer.from(text);
  }
}

function headersOf(random: Random, { cookies }: Known, hasBody: boolean): Record<string, string> {
  const odd = (share: number) => random.below(share) === 0;
  return {
    ...(odd(12)
      ? {}
      : {
          cookie: odd(12) ? sendableHeader(changedText(random, random.pick(cookies))) : random.pick(cookies),
        }),
    ...(hasBody ? { 'content-type': odd(12) ? random.pick(types) : json } : {}),
    ...(odd(16) ? { origin: random.pick(origins) } : {}),
    ...(odd(8) ? { 'accept-encoding': random.pick(encodings) } : {}),
    ...(odd(8)
      ? { 'if-none-match': sendableHeader(random.pick(['*', '"0.0"', 'W/"1.1"', oddText(random)])) }
      : {}),
    ...(odd(16) ? { 'x-request-id': sendableHeader(oddText(random)) } : {}),
    ...(odd(16) ? { 'x-forwarded-for': sendableHeader(oddText(random)) } : {}),
    ...(odd(32) ? { range: 'bytes=0-1,-5,9-2' } : {}),
    ...(odd(32) ? { 'content-encoding': 'gzip' } : {}),
  };
}

/** What Node's client refuses to send in a path goes percent-encoded; broken bytes go over plain connections. */
function sendablePath(path: string): string {
  const encoded = path.replaceAll(/[^\x21-\x7e]/gu, (character) =>
    encodeURIComponent(character.isWellFormed() ? character : '\ufffd'),
  );
  return encoded.startsWith('/') ? encoded : `/${encoded}`;
}

function sendableHeader(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?');
}
