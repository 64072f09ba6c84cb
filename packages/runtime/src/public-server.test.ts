import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get, type Server as TlsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeHttpServer } from './http-server.ts';
import { createLogger } from './logger.ts';
import { createRegistry, type Registry } from './metrics.ts';
import { createPublicServer } from './public-server.ts';
import { createSelfSigned } from './testing/self-signed.ts';

const end = new Date('2041-02-03T04:05:06Z');
const pair = createSelfSigned({ end });

describe('a public server with TLS files', () => {
  let folder: string;
  let server: Awaited<ReturnType<typeof createPublicServer>>;
  let port: number;
  const steps: (() => Promise<void> | void)[] = [];
  let registry: Registry;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'onsale-tls-'));
    const tls = { certFile: join(folder, 'tls.crt'), keyFile: join(folder, 'tls.key') };
    writeFileSync(tls.certFile, pair.cert);
    writeFileSync(tls.keyFile, pair.key);
    registry = createRegistry('test');
    server = await createPublicServer(() => new Response('hello'), {
      tls,
      logger: createLogger('test', 'silent'),
      registry,
      lifecycle: { onStop: (_, step) => void steps.push(step) },
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });
  afterEach(async () => {
    for (const step of steps.splice(0)) await step();
    server.closeAllConnections();
    await closeHttpServer(server);
    rmSync(folder, { recursive: true });
  });

  it('answers over TLS, with the same bounds as without', async () => {
    const [response] = await once(get({ port, host: 'localhost', ca: pair.cert, agent: false }), 'response');
    expect(response.statusCode).toBe(200);
    response.resume();
    expect([server.headersTimeout, server.requestTimeout, server.maxHeadersCount]).toEqual([
      10_000, 20_000, 100,
    ]);
    expect(await registry.metrics()).toMatch(
      new RegExp(`^onsale_tls_certificate_end_seconds\\{.*\\} ${end.getTime() / 1_000}$`, 'm'),
    );
  });

  it('answers what is no request over TLS too', async () => {
    const socket = connectTls({ port, host: 'localhost', ca: pair.cert });
    socket.write('HELLO\r\n\r\n');
    let answer = '';
    for await (const chunk of socket) answer += chunk;
    expect(answer).toMatch(/^HTTP\/1.1 400 .*"code":"BAD_REQUEST"/s);
  });

  it('ends a connection that does not speak TLS', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    await once(socket, 'close');
    expect(answer).not.toContain('HTTP');
  });

  it('goes on with another certificate for those who come after it', async () => {
    const peerHost = async () => {
      const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
      await once(socket, 'secureConnect');
      const { subject } = socket.getPeerCertificate();
      socket.destroy();
      return subject.CN;
    };
    expect(await peerHost()).toBe('localhost');
    const { cert, key } = createSelfSigned({ host: 'second.example' });
    (server as TlsServer).setSecureContext({ cert, key });
    expect(await peerHost()).toBe('second.example');
  });
});

describe('a public server without TLS files', () => {
  it('speaks plain http', async () => {
    const server = await createPublicServer(() => new Response('hello'), {
      tls: null,
      logger: createLogger('test', 'silent'),
      registry: createRegistry('test'),
      lifecycle: { onStop() {} },
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(await response.text()).toBe('hello');
    await closeHttpServer(server);
  });
});
