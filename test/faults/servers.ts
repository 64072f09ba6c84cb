import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { freePort } from '../servers/free-port.ts';
import { type PrivateServer, startPrivateMysql, startPrivateRedis } from '../servers/index.ts';
import { OwnProcess } from '../servers/own-process.ts';
import { startPrivateServer } from '../servers/server.ts';

/** The servers of a fault run: private ones, since faults kill them. */
export interface FaultServers {
  readonly mysql: PrivateServer;
  readonly redis: PrivateServer;
  stop(): Promise<void>;
}

export async function startFaultServers(): Promise<FaultServers> {
  const [mysql, redis] = await Promise.all([startFaultMysql(), startPrivateRedis()]);
  return {
    mysql,
    redis,
    stop: async () => {
      await Promise.all([mysql.stop(), redis.stop()]);
    },
  };
}

/**
 * A MySQL that may be killed: the machine's own, or, to run the suite on another server, the program that
 * `FAULTS_MYSQL` names. It is started as `program --port N --data DIR`, keeps its data in the folder, listens on the
 * loopback address and lets `root` in with the password `root`.
 */
function startFaultMysql(): Promise<PrivateServer> {
  const program = process.env.FAULTS_MYSQL;
  return program === undefined || program === '' ? startPrivateMysql() : runGiven(program);
}

async function runGiven(program: string): Promise<PrivateServer> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-faults-mysql-'));
  const port = await freePort();
  const url = `mysql://root:root@127.0.0.1:${port}/`;
  const runner = new OwnProcess({
    name: 'MySQL',
    command: program,
    args: ['--port', String(port), '--data', folder, '--max-connections=500'],
    probe: () => ping(url),
  });
  const cleanUp = () => rm(folder, { recursive: true, force: true });
  return startPrivateServer(runner, { url, port, source: program, cleanUp });
}

async function ping(url: string): Promise<void> {
  const connection = await createConnection({ uri: url, connectTimeout: 2_000 });
  try {
    await connection.query('SELECT 1');
  } finally {
    connection.destroy();
  }
}
