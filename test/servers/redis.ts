import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { findOrInstall } from './debian.ts';
import { dockerAnswers, OwnContainer } from './docker.ts';
import { freePort } from './free-port.ts';
import { OwnProcess } from './own-process.ts';
import {
  givenServer,
  type Log,
  type PrivateServer,
  type Server,
  type ServerOptions,
  startPrivateServer,
} from './server.ts';

const programs = ['redis-server', 'valkey-server'];
const image = 'redis:7-alpine';
const connectMsMax = 2_000;

/** Nothing is written to disk: a killed Redis comes back empty, which is what a fault needs. */
const memoryOnly = ['--save', '', '--appendonly', 'no'];

/** The Redis of `REDIS_URL`, or a private one. */
export async function startRedis(options: ServerOptions = {}): Promise<Server> {
  const given = process.env.REDIS_URL;
  if (given === undefined || given === '') return startPrivateRedis(options);
  await ping(given).catch((cause: unknown) => {
    throw new Error('No Redis answers at the address in REDIS_URL.', { cause });
  });
  return givenServer(given, 'REDIS_URL');
}

/** A Redis that only the caller uses, whatever `REDIS_URL` says: for tests that stop it or empty it. */
export async function startPrivateRedis(options: ServerOptions = {}): Promise<PrivateServer> {
  const log = options.log ?? (() => {});
  const program = await findOrInstall(programs, 'redis-server', log);
  if (program !== undefined) return runProgram(program);
  if (await dockerAnswers()) return runContainer(log);
  throw new Error('No Redis: give REDIS_URL, or install redis-server, or start Docker.');
}

async function runProgram(program: string): Promise<PrivateServer> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, ...memoryOnly];
  const runner = new OwnProcess({ name: 'Redis', command: program, args, probe: () => ping(url) });
  const cleanUp = () => rm(folder, { recursive: true, force: true });
  return startPrivateServer(runner, { url, port, source: program, cleanUp });
}

async function runContainer(log: Log): Promise<PrivateServer> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const args = ['redis-server', ...memoryOnly];
  const runner = new OwnContainer({
    image,
    hostPort: port,
    containerPort: 6379,
    args,
    probe: () => ping(url),
  });
  await runner.pull(log);
  return startPrivateServer(runner, {
    url,
    port,
    source: `Docker ${image}`,
    cleanUp: () => Promise.resolve(),
  });
}

async function ping(url: string): Promise<void> {
  await withClient(url, (client) => client.ping());
}

async function withClient<T>(url: string, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: connectMsMax,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // Every failure also rejects the command that waits for it; without a listener ioredis prints it too.
  client.on('error', () => {});
  try {
    await client.connect();
    return await work(client);
  } finally {
    client.disconnect();
  }
}

/** Names that one test uses in a Redis that it may share with others. */
export interface RedisNames {
  /** Every key of the test begins with it. */
  readonly prefix: string;
  /** The stream of the Socket.IO adapter. */
  readonly streamName: string;
  /** Deletes every key that begins with the prefix. */
  drop(): Promise<void>;
}

/** Fresh names, so that tests and processes on one Redis do not hear each other. */
export function createRedisNames(url: string): RedisNames {
  const prefix = `onsale_test_${randomBytes(6).toString('hex')}:`;
  const drop = () =>
    withClient(url, async (client) => {
      for await (const keys of client.scanStream({ match: `${prefix}*`, count: 500 })) {
        if (keys.length > 0) await client.unlink(keys);
      }
    });
  return { prefix, streamName: `${prefix}stream`, drop };
}
