import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Answer, getRequest, HttpConnection } from './http-connection.ts';

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

/** A server that gives its answers in these pieces, each when the one before has been sent. */
async function connectTo(...answers: string[][]): Promise<{ connection: HttpConnection; url: URL }> {
  const waiting = answers.values();
  const server = createServer((socket: Socket) => {
    socket.on('data', async () => {
      for (const piece of waiting.next().value ?? []) {
        await new Promise((resolve) => socket.write(piece, resolve));
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/x?y=1`);
  const connection = await HttpConnection.open(url, '127.0.0.1');
  cleanUps.push(() => {
    connection.close();
    server.close();
  });
  return { connection, url };
}

describe('HttpConnection', () => {
  it('reads one answer after the other, in whatever pieces they come', async () => {
    const { connection, url } = await connectTo(
      ['HTTP/1.1 200 OK\r\nETag: "a.b"\r\nContent-', 'Length: 7\r\n', '\r\n1', '234', '567'],
      ['HTTP/1.1 304 Not Modified\r\netag: "a.b"\r\n\r\n'],
    );
    const ask = () => new Promise<Answer>((resolve) => connection.ask(getRequest(url, {}), resolve));
    expect(await ask()).toEqual({ status: 200, bytes: 7, etag: '"a.b"' });
    expect(await ask()).toEqual({ status: 304, bytes: 0, etag: '"a.b"' });
  });
});

describe('getRequest', () => {
  it('has the address with its query, and the headers', () => {
    const text = getRequest(new URL('http://h:1/x?y=1'), { 'If-None-Match': '"a"' }).toString();
    expect(text).toBe('GET /x?y=1 HTTP/1.1\r\nHost: h:1\r\nAccept: */*\r\nIf-None-Match: "a"\r\n\r\n');
  });
});
