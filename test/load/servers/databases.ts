import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { freePort } from '../../servers/free-port.ts';
import { type PrivateServer, startPrivateMysql, startPrivateRedis } from '../../servers/index.ts';
import { OwnProcess } from '../../servers/own-process.ts';
import { startPrivateServer } from '../../servers/server.ts';
import { type MysqlStatus, openMysqlStatus } from './mysql-status.ts';

const connectMsMax = 2_000;

/** The servers of a measurement: private and durable. */
export interface Databases {
  readonly mysql: PrivateServer;
  readonly redis: PrivateServer;
  /** As MySQL or MariaDB tells it. */
  readonly mysqlVersion: string;
  readonly status: MysqlStatus;
  stop(): Promise<void>;
}

/** Starts them; `mysqlProgram` names another server program than the machine's own. */
export async function startDatabases(mysqlProgram: string | null): Promise<Databases> {
  const starting = mysqlProgram === null ? startPrivateMysql() : runGiven(mysqlProgram);
  const [mysql, redis] = await Promise.all([starting, startPrivateRedis()]);
  const status = await openMysqlStatus(mysql.url);
  const stop = async () => {
    status.close();
    await Promise.all([mysql.stop(), redis.stop()]);
  };
  return { mysql, redis, mysqlVersion: await ask(mysql.url, 'SELECT VERSION() AS value'), status, stop };
}

/**
 * Any MySQL that is started as `program --port N --data DIR` and lets `root` in with the password `root`. The binary log
 * is on and is synced at every commit, as its own default is: that costs a second write to the disk.
 */
async function runGiven(program: string): Promise<PrivateServer> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-load-mysql-'));
  const port = await freePort();
  const url = `mysql://root:root@127.0.0.1:${port}/`;
  const runner = new OwnProcess({
    name: 'MySQL',
    command: program,
    args: [
      ...['--port', String(port), '--data', folder, '--max-connections=500'],
      ...['--innodb-flush-log-at-trx-commit=1', '--log-bin', '--sync-binlog=1'],
    ],
    probe: () => ask(url, 'SELECT 1 AS value'),
  });
  const cleanUp = () => rm(folder, { recursive: true, force: true });
  return startPrivateServer(runner, { url, port, source: program, cleanUp });
}

async function ask(url: string, sql: string): Promise<string> {
  const connection = await createConnection({ uri: url, connectTimeout: connectMsMax });
  try {
    const [rows] = await connection.query(sql);
    return String((rows as { value: unknown }[])[0]?.value);
  } finally {
    connection.destroy();
  }
}
