import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect as connectTls } from 'node:tls';
import { createRedisLoads } from '@onsale/bus-redis';
import type { BuyerId } from '@onsale/domain';
import { createTokens, parseKeyring } from '@onsale/identity';
import type { LoadReport } from '@onsale/node-address/loads';
import { createSelfSigned, type SelfSigned } from '@onsale/runtime/testing';
import { migrateMysql } from '@onsale/store-mysql';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { freePort } from '../../../test/servers/free-port.ts';
import { createDatabase, type TestDatabase } from '../../../test/servers/index.ts';
import { OwnProcess } from '../../../test/servers/own-process.ts';
import { createSessionKeys } from '../../../test/services/session-keys.ts';

const main = join(import.meta.dirname, 'main.ts');
const sessionKeys = createSessionKeys();
const pair = createSelfSigned();

let folder: string;
let database: TestDatabase;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'onsale-realtime-'));
  database = await createDatabase(inject('mysqlUrl'));
  await migrateMysql(database.url);
});
afterEach(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

/** Writes a file as a whole: who reads it meanwhile gets the old one or the new one. */
function writeWhole(path: string, content: string): void {
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
}

function writePair({ cert, key }: SelfSigned): { TLS_CERT_FILE: string; TLS_KEY_FILE: string } {
  const files = { TLS_CERT_FILE: join(folder, 'tls.crt'), TLS_KEY_FILE: join(folder, 'tls.key') };
  writeWhole(files.TLS_CERT_FILE, cert);
  writeWhole(files.TLS_KEY_FILE, key);
  return files;
}

function settings(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...process.env,
    HOST: '127.0.0.1',
    MYSQL_URL: database.url,
    REDIS_URL: inject('redisUrl'),
    SESSION_KEYS: sessionKeys,
    ...more,
  };
}

async function start(more: NodeJS.ProcessEnv) {
  const [port, adminPort] = [await freePort(), await freePort()];
  const lines: string[] = [];
  const running = new OwnProcess({
    name: 'realtime',
    command: process.execPath,
    args: [main],
    env: settings({ PORT: String(port), ADMIN_PORT: String(adminPort), ...more }),
    probe: async () => {
      const { ok } = await fetch(`http://127.0.0.1:${adminPort}/readyz`);
      if (!ok) throw new Error('it is not ready');
    },
    onLine: (line) => lines.push((JSON.parse(line) as { msg: string }).msg),
  });
  await running.start();
  onTestFinished(() => running.stop());
  return { running, port, lines, adminUrl: `http://127.0.0.1:${adminPort}` };
}

async function openSocket(port: number, ca: string): Promise<Socket> {
  const tokens = createTokens({ keyring: parseKeyring(sessionKeys), nowMs: Date.now });
  const socket = io(`https://localhost:${port}`, {
    transports: ['websocket'],
    auth: { ticket: await tokens.issueTicket(randomUUID() as BuyerId) },
    reconnection: false,
    ca,
  });
  onTestFinished(() => void socket.disconnect());
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

/** The certificate that whoever comes to the port is shown. */
function shownAt(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      resolve(socket.getPeerX509Certificate()?.subject ?? '');
      socket.destroy();
    });
  });
}

describe('the realtime service with TLS files', () => {
  it('opens sockets over TLS, tells health without, and goes on with another certificate', async () => {
    const { port, lines, adminUrl } = await start(writePair(pair));
    const socket = await openSocket(port, pair.cert);
    expect(await shownAt(port)).toBe('CN=localhost');
    expect(await (await fetch(`${adminUrl}/metrics`)).text()).toMatch(
      /^onsale_tls_certificate_end_seconds\{/m,
    );
    const next = createSelfSigned({ host: 'next.example' });
    writePair({ cert: next.cert, key: pair.key });
    await vi.waitFor(() => expect(lines.join()).toContain('the TLS files cannot be used'), 30_000);
    expect(await shownAt(port)).toBe('CN=localhost');
    writePair(next);
    await vi.waitFor(async () => expect(await shownAt(port)).toBe('CN=next.example'), {
      timeout: 30_000,
      interval: 200,
    });
    expect(socket.connected).toBe(true);
  }, 90_000);

  it.each([
    [
      'one file',
      () => ({ ...writePair(pair), TLS_KEY_FILE: '' }),
      /^realtime: bad settings: TLS_KEY_FILE: is needed with/,
    ],
    [
      'the key of another certificate',
      () => writePair({ cert: pair.cert, key: createSelfSigned().key }),
      /^realtime: TLS_KEY_FILE: .* is not the key of the certificate in /,
    ],
    [
      'a file that is not there',
      () => ({ ...writePair(pair), TLS_CERT_FILE: '/nowhere/tls.crt' }),
      /^realtime: TLS_CERT_FILE: \/nowhere\/tls.crt cannot be read: ENOENT/,
    ],
  ])('does not start with %s, and says why in one line', async (_, files, message) => {
    const child = spawn(process.execPath, [main], {
      env: settings({ PORT: '0', ...files() }),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const code = new Promise<number | null>((resolve) => child.once('close', resolve));
    expect(await text(child.stderr)).toMatch(message);
    expect(await code).toBe(1);
  });
});

describe('the realtime service’s reports', () => {
  it('tell its sockets, and that it drains while they are still open', async () => {
    const pod = `realtime-${randomUUID()}`;
    const reports: LoadReport[] = [];
    const channel = createRedisLoads({ url: inject('redisUrl'), onError: () => {} });
    onTestFinished(() => channel.close());
    channel.subscribe((report) => report.pod === pod && reports.push(report));
    const { running, port } = await start({ ...writePair(pair), POD_NAME: pod, MOVE_MS: '3000' });
    await vi.waitFor(
      () => expect(reports.at(-1)).toEqual({ pod, connections: 0, isDraining: false }),
      10_000,
    );
    const socket = await openSocket(port, pair.cert);
    await vi.waitFor(
      () => expect(reports.at(-1)).toEqual({ pod, connections: 1, isDraining: false }),
      10_000,
    );
    const moved = new Promise((resolve) => socket.once('move', resolve));
    const stopped = running.stop();
    await moved;
    await vi.waitFor(() => expect(reports.at(-1)).toEqual({ pod, connections: 1, isDraining: true }), 2_000);
    expect(socket.connected).toBe(true);
    socket.disconnect();
    await stopped;
  });
});
