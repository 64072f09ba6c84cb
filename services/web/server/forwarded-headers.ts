import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

/** What concerns one connection and not the next one (RFC 9110, section 7.6.1), besides what `Connection` names. */
const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

function ofThisHop(connection: string | undefined): (name: string) => boolean {
  const named = new Set((connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
  return (name) => hopByHop.has(name) || named.has(name);
}

/**
 * The headers of the request to the API: the client's own with its Host, and by X-Forwarded-For whom this service
 * was asked by. `Expect` has been answered here.
 */
export function requestHeaders(given: IncomingHttpHeaders, peer: string | undefined): OutgoingHttpHeaders {
  const isOfThisHop = ofThisHop(given.connection);
  const headers = Object.fromEntries(
    Object.entries(given).filter(([name]) => !isOfThisHop(name) && name !== 'expect'),
  );
  const before = given['x-forwarded-for'];
  const through = [...(before === undefined ? [] : [before].flat()), ...(peer === undefined ? [] : [peer])];
  return {
    ...headers,
    'x-forwarded-for': through.join(', '),
    'x-forwarded-proto': given['x-forwarded-proto'] ?? 'http',
    // A body of unknown length stays one, also with methods that usually have none.
    ...(given['transfer-encoding'] === undefined ? {} : { 'transfer-encoding': 'chunked' }),
  };
}

/** The headers of the API's answer as they are passed on; `raw` has names and values in turn. */
export function answerHeaders(raw: readonly string[], connection: string | undefined): Headers {
  const isOfThisHop = ofThisHop(connection);
  const headers = new Headers();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    if (!isOfThisHop(name)) headers.append(name, raw[index + 1] ?? '');
  }
  return headers;
}
