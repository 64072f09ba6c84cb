import type { Random } from '@onsale/domain/testing';
import { changedText, oddBytes, oddText } from './odd-values.ts';

/** Bytes for a plain connection that are no request, or one that no library would send. */
export function brokenHttp(random: Random, host: string, cookie: string): Buffer {
  const head = (lines: readonly string[]) => `${lines.join('\r\n')}\r\n\r\n`;
  const put = 'PUT /api/shows/hall/holds/x HTTP/1.1';
  const type = 'Content-Type: application/json';
  const from = `Host: ${host}`;
  switch (random.below(16)) {
    case 0:
      return oddBytes(random, 400);
    case 1:
      return Buffer.from(head(['GET /api/shows HTTP/1.1', `Host: ${oddText(random)}`]), 'latin1');
    case 2:
      return Buffer.from(head(['GET /api/shows HTTP/1.1']));
    case 3:
      return Buffer.from(head([`GET ${oddText(random)} HTTP/1.1`, from]));
    case 4:
      return Buffer.from(`${head([put, from, type, 'Content-Length: 5'])}{"seats":[1]}`);
    case 5:
      return Buffer.from(
        `${head([put, from, type, `Content-Length: ${random.pick(['-5', '1e3', 'x', '99999999999999999999'])}`])}{}`,
      );
    case 6:
      return Buffer.from(
        `${head([put, from, type, 'Content-Length: 2', 'Transfer-Encoding: chunked'])}2\r\n{}\r\n0\r\n\r\n`,
      );
    case 7:
      return Buffer.from(
        `${head([put, from, type, 'Transfer-Encoding: chunked'])}${random.pick(['zz\r\n', 'ffffffffff\r\n{}', '-1\r\n', '2\r\n{}x'])}`,
      );
    case 8:
      return Buffer.from(head(['GET /api/shows HTTP/1.1', from, `X-Long: ${'x'.repeat(20_000)}`]));
    case 9:
      return Buffer.from(
        head([
          'GET /api/shows HTTP/1.1',
          from,
          ...Array.from({ length: 300 }, (_, index) => `X-${index}: 1`),
        ]),
      );
    case 10:
      return Buffer.from(head([`GET /${'a'.repeat(20_000)} HTTP/1.1`, from]));
    case 11:
      return Buffer.from(
        head([
          `${random.pick(['get', 'FETCH', 'CONNECT', ' ', 'GET\t'])} /api/shows HTTP/${random.pick(['1.1', '9.9', '2.0', 'x'])}`,
          from,
        ]),
      );
    case 12:
      return Buffer.from(
        head([
          'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
          from,
          'Connection: Upgrade',
          `Upgrade: ${random.pick(['websocket', 'h2c', oddText(random)])}`,
          `Sec-WebSocket-Version: ${random.pick(['13', '8', 'x'])}`,
        ]),
        'latin1',
      );
    case 13:
      return Buffer.from(
        `${head([`GET /openapi.json HTTP/1.1`, from, `Cookie: ${cookie}`])}${head(['GET /seats HTTP/1.1', from])}GARBAGE`,
      );
    case 14:
      return Buffer.from(
        head([`GET http://${random.pick(['[', 'x y', 'evil.example', '%'])}/api/shows HTTP/1.1`, from]),
      );
    default:
      return Buffer.from(
        changedText(
          random,
          `${head([put, from, `Cookie: ${cookie}`, type, 'Content-Length: 13'])}{"seats":[1]}`,
        ),
        'latin1',
      );
  }
}
