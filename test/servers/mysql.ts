import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { type Connection, createConnection } from 'mysql2/promise';
import { findOrInstall } from './debian.ts';
import { dockerAnswers, OwnContainer } from './docker.ts';
import { freePort } from './free-port.ts';
import { OwnProcess } from './own-process.ts';
import { findProgram } from './programs.ts';
import { runCommand } from './run-command.ts';
import {
  givenServer,
  type Log,
  type PrivateServer,
  type Server,
  type ServerOptions,
  startPrivateServer,
} from './server.ts';

const programs = ['mariadbd', 'mysqld'];
const image = 'mariadb:11';
const connectMsMax = 2_000;
const prepareMsMax = 120_000;
const connectionsMax = 500;

/** A commit that was answered survives a crash of the machine, as it must in a real sale. */
const durable = ['--innodb-flush-log-at-trx-commit=1', '--innodb-doublewrite=ON'];

/** MySQL's second protocol would need a port, and packages of it name a folder for files that nobody made. */
const mysqlOnly = ['--mysqlx=OFF', '--secure-file-priv=NULL'];

/** The account of the tests; a private server listens on the loopback address only. */
const account = "'onsale'@'127.0.0.1'";

export interface MysqlOptions extends ServerOptions {
  /** Keeps the data here and finds them again at the next start; without it they go with the server. */
  readonly dataFolder?: string;
}

/** The MySQL or MariaDB of `MYSQL_URL`, or a private one. */
export async function startMysql(options: MysqlOptions = {}): Promise<Server> {
  const given = process.env.MYSQL_URL;
  if (given === undefined || given === '') return startPrivateMysql(options);
  await ping(given).catch((cause: unknown) => {
    throw new Error('No MySQL answers at the address in MYSQL_URL.', { cause });
  });
  return givenServer(given, 'MYSQL_URL');
}

/** A MySQL or MariaDB that only the caller uses, whatever `MYSQL_URL` says: for tests that kill it. */
export async function startPrivateMysql(options: MysqlOptions = {}): Promise<PrivateServer> {
  const log = options.log ?? (() => {});
  const program = await findOrInstall(programs, 'mariadb-server', log);
  if (program !== undefined) return runProgram(program, options.dataFolder);
  if (await dockerAnswers()) return runContainer(log, options.dataFolder);
  throw new Error('No MySQL: give MYSQL_URL, or install mariadb-server, or start Docker.');
}

async function runProgram(program: string, dataFolder: string | undefined): Promise<PrivateServer> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-mysql-'));
  const data = dataFolder ?? join(folder, 'data');
  const cleanUp = () => rm(folder, { recursive: true, force: true });
  try {
    const isMariaDb = /mariadb/i.test(await runCommand(program, ['--version'], { timeoutMs: prepareMsMax }));
    await prepareData(program, isMariaDb, data);
    const port = await freePort();
    const args = [...(await serverArgs(folder, data, port)), ...(isMariaDb ? [] : mysqlOnly)];
    const url = `mysql://onsale@127.0.0.1:${port}/`;
    const runner = new OwnProcess({ name: 'MySQL', command: program, args, probe: () => ping(url) });
    return await startPrivateServer(runner, { url, port, source: program, cleanUp });
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

/** Creates the system tables in an empty folder and leaves a filled one as it is. */
async function prepareData(program: string, isMariaDb: boolean, data: string): Promise<void> {
  await mkdir(data, { recursive: true });
  const present = await readdir(data);
  if (present.includes('mysql')) return;
  if (present.length > 0) throw new Error(`${data} is not empty and holds no MySQL data.`);
  const common = ['--no-defaults', `--datadir=${data}`, `--user=${userInfo().username}`];
  if (!isMariaDb) {
    await runCommand(program, [...common, '--initialize-insecure'], { timeoutMs: prepareMsMax });
    return;
  }
  const installer = findProgram(['mariadb-install-db', 'mysql_install_db']);
  if (installer === undefined) throw new Error(`${program} is here, but mariadb-install-db is not.`);
  const args = [...common, '--auth-root-authentication-method=normal', '--skip-test-db'];
  await runCommand(installer, args, { timeoutMs: prepareMsMax });
}

async function serverArgs(folder: string, data: string, port: number): Promise<string[]> {
  const initFile = join(folder, 'account.sql');
  const statements = [
    `CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY ''`,
    `GRANT ALL PRIVILEGES ON *.* TO ${account} WITH GRANT OPTION`,
  ];
  await writeFile(initFile, statements.map((statement) => `${statement};\n`).join(''));
  return [
    // The machine's own settings and its own server are not touched.
    '--no-defaults',
    `--user=${userInfo().username}`,
    `--datadir=${data}`,
    `--socket=${join(folder, 'socket')}`,
    `--pid-file=${join(folder, 'pid')}`,
    `--init-file=${initFile}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    `--max-connections=${connectionsMax}`,
    ...durable,
  ];
}

async function runContainer(log: Log, dataFolder: string | undefined): Promise<PrivateServer> {
  const port = await freePort();
  const url = `mysql://root@127.0.0.1:${port}/`;
  const runner = new OwnContainer({
    image,
    hostPort: port,
    containerPort: 3306,
    env: { MARIADB_ALLOW_EMPTY_ROOT_PASSWORD: '1', MARIADB_ROOT_HOST: '%' },
    ...(dataFolder === undefined ? {} : { volume: { folder: dataFolder, at: '/var/lib/mysql' } }),
    args: [`--max-connections=${connectionsMax}`, ...durable],
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
  await withConnection(url, (connection) => connection.query('SELECT 1'));
}

async function withConnection<T>(url: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await createConnection({ uri: url, connectTimeout: connectMsMax });
  try {
    return await work(connection);
  } finally {
    connection.destroy();
  }
}

/** A database of one test on a server that it may share with others. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Creates an empty database `onsale_test_<random>` on the server at this address. */
export async function createDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `onsale_test_${randomBytes(6).toString('hex')}`;
  await withConnection(serverUrl, (connection) => connection.query(`CREATE DATABASE ${name}`));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const drop = async () => {
    await withConnection(serverUrl, (connection) => connection.query(`DROP DATABASE IF EXISTS ${name}`));
  };
  return { url: url.href, drop };
}

/** The address of a database that outlives the caller: the one that the address names, else this one, created at need. */
export async function ensureDatabase(serverUrl: string, name: string): Promise<string> {
  const url = new URL(serverUrl);
  if (url.pathname.length > 1) return serverUrl;
  await withConnection(serverUrl, (connection) => connection.query(`CREATE DATABASE IF NOT EXISTS ${name}`));
  url.pathname = `/${name}`;
  return url.href;
}
