import { connect, createServer } from 'node:net';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { freePort } from '../../../test/servers/free-port.ts';
import { createDatabase, type TestDatabase } from '../../../test/servers/index.ts';
import { awaitSchema } from './await-schema.ts';
import { DatabaseUnusable, migrateMysql, openMysqlStore } from './index.ts';
import { knownMigrations, readMigration } from './migrations.ts';
import { complaintAbout } from './schema-state.ts';

const turnSql = "SELECT GET_LOCK(CONCAT('onsale migrate ', LEFT(SHA2(DATABASE(), 256), 32)), 0) AS isMine";
const lastMigration = knownMigrations.at(-1);

/** One that was migrated without any trouble. */
let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase(inject('mysqlUrl'));
  await migrateMysql(database.url);
});

afterAll(() => database.drop());

async function emptyDatabase(): Promise<string> {
  const empty = await createDatabase(inject('mysqlUrl'));
  onTestFinished(() => empty.drop());
  return empty.url;
}

async function openConnection(url: string): Promise<Connection> {
  const connection = await createConnection({ uri: url, multipleStatements: true });
  onTestFinished(() => connection.destroy());
  return connection;
}

/** The statements that would make each table of the sale. */
async function tablesOf(url: string): Promise<Record<string, string>> {
  const connection = await openConnection(url);
  const [names] = await connection.query<RowDataPacket[]>('SHOW TABLES');
  const tables: Record<string, string> = {};
  for (const name of names.map((row) => String(Object.values(row)[0]))) {
    const [rows] = await connection.query<RowDataPacket[]>(`SHOW CREATE TABLE \`${name}\``);
    tables[name] = String(rows[0]?.['Create Table']);
  }
  return tables;
}

/** The database's address as seen through a port on which nobody listens until the function is called. */
async function lateAddress(url: string): Promise<{ url: string; open: () => void }> {
  const late = new URL(url);
  const target = { host: late.hostname, port: Number(late.port || 3306) };
  const port = await freePort();
  const relay = createServer((socket) => {
    const onward = connect(target);
    for (const end of [socket, onward]) end.on('error', () => {});
    socket.pipe(onward).pipe(socket);
  });
  onTestFinished(() => void relay.close());
  late.hostname = '127.0.0.1';
  late.port = String(port);
  return { url: late.href, open: () => void relay.listen(port, '127.0.0.1') };
}

describe('migrateMysql', () => {
  it('waits for a server that is not up yet', async () => {
    const url = await emptyDatabase();
    const late = await lateAddress(url);
    const lines: string[] = [];
    const tell = (line: string) => {
      lines.push(line);
      if (line.startsWith('waiting')) late.open();
    };
    await migrateMysql(late.url, { reachMsMax: 20_000, tell });
    expect(lines[0]).toMatch(/^waiting for MySQL at 127\.0\.0\.1:\d+\/onsale_test_\w+: .*ECONNREFUSED/);
    expect(lines.at(-1)).toBe('the tables are up to date');
    await migrateMysql(url, { tell });
    expect(lines.at(-1)).toBe('the tables were up to date');
  });

  it('says where nobody answered, and for how long it waited', async () => {
    const url = 'mysql://me:secret@127.0.0.1:1/sale';
    const told = /^MySQL at 127\.0\.0\.1:1\/sale cannot be used: connect ECONNREFUSED 127\.0\.0\.1:1$/;
    await expect(migrateMysql(url)).rejects.toThrow(told);
    await expect(migrateMysql(url, { reachMsMax: 1 })).rejects.toThrow('(waited 1 ms)');
    await expect(migrateMysql(url)).rejects.toThrow(DatabaseUnusable);
  });

  it('waits for nothing that waiting does not change: a wrong password, a database that is not there', async () => {
    const wrong = new URL(database.url);
    wrong.username = 'nobody';
    wrong.password = 'secret';
    const patient = { reachMsMax: 3_600_000 };
    const refused = await migrateMysql(wrong.href, patient).catch((error: unknown) => String(error));
    expect(refused).toMatch(/cannot be used: Access denied for user 'nobody'/);
    expect(refused).not.toContain('secret');

    const absent = new URL(database.url);
    absent.pathname = '/onsale_test_absent';
    await expect(migrateMysql(absent.href, patient)).rejects.toThrow("Unknown database 'onsale_test_absent'");
    absent.pathname = '/';
    await expect(migrateMysql(absent.href, patient)).rejects.toThrow('its address names no database');
  });

  it('lets one process at a time migrate a database', async () => {
    const url = await emptyDatabase();
    const other = await openConnection(url);
    expect((await other.query<RowDataPacket[]>(turnSql))[0][0]).toEqual({ isMine: 1 });
    await expect(migrateMysql(url, { turnMsMax: 1 })).rejects.toThrow(
      'another process has been migrating it for 1 s',
    );
    // A process in another database does not wait for this one.
    await migrateMysql(database.url, { turnMsMax: 1 });

    const lines: string[] = [];
    const waiting = migrateMysql(url, { tell: (line) => lines.push(line) });
    const isWaiting =
      "SELECT id FROM information_schema.processlist WHERE info LIKE 'SELECT GET_LOCK%, 60)%'";
    await vi.waitFor(async () => expect((await other.query<RowDataPacket[]>(isWaiting))[0]).toHaveLength(1));
    expect(lines).toEqual([]);
    other.destroy();
    await waiting;
    expect(lines.at(-1)).toBe('the tables are up to date');
  });

  it('does not wait long for a table that a transaction uses, and tries again', async () => {
    const url = await emptyDatabase();
    const [first] = knownMigrations;
    const stopAtSecond = (line: string) => {
      if (!line.startsWith(first?.name ?? '')) throw new Error('far enough');
    };
    await expect(migrateMysql(url, { tell: stopAtSecond })).rejects.toThrow('far enough');
    const buyer = await openConnection(url);
    await buyer.query('START TRANSACTION; SELECT * FROM holds; SELECT * FROM buyers');
    const tell = (line: string) => {
      if (line.includes('in use')) void buyer.query('COMMIT');
    };
    await migrateMysql(url, { tell });
    expect(await tablesOf(url)).toEqual(await tablesOf(database.url));
  });
});

describe('a migration whose process dies', () => {
  /** The statement that the next attempt begins with, once one has begun. */
  async function nextStatement(connection: Connection): Promise<string | undefined> {
    const [rows] = await connection.query<RowDataPacket[]>('SELECT * FROM migration_progress');
    const begun = knownMigrations.find(({ name }) => name === rows[0]?.migration);
    if (begun === undefined) return undefined;
    return (await readMigration(begun)).statements[rows[0]?.statements_done as number];
  }

  const isDefinition = (statement: string) => /^(?:CREATE|ALTER|DROP) /m.test(statement);

  it.each([
    { when: 'before each statement', isTaken: false },
    { when: 'after each statement, before the note of it', isTaken: true },
  ])('$when is carried on by the next one', async ({ isTaken }) => {
    const url = await emptyDatabase();
    const connection = await openConnection(url);
    let attempts = 0;
    for (let isDone = false; !isDone; attempts++) {
      const statement = attempts === 0 ? undefined : await nextStatement(connection);
      if (isTaken && statement !== undefined && isDefinition(statement)) await connection.query(statement);
      let statements = 0;
      const dieAtSecond = (line: string) => {
        if (line.includes(': statement ') && ++statements === 2) throw new Error('killed');
      };
      isDone = await migrateMysql(url, { tell: dieAtSecond }).then(
        () => true,
        (error: unknown) => {
          if (!String(error).includes('killed')) throw error;
          return false;
        },
      );
    }
    expect(attempts).toBeGreaterThan(15);
    expect(await tablesOf(url)).toEqual(await tablesOf(database.url));
    const store = await openMysqlStore({ url });
    expect(await store.schemaState()).toEqual({ kind: 'usable' });
    await store.close();
  });
});

describe('a schema', () => {
  it('is absent, then older, then usable, and usable when it is newer', async () => {
    const url = await emptyDatabase();
    const connection = await openConnection(url);
    const store = await openMysqlStore({ url });
    onTestFinished(() => store.close());
    expect(await store.schemaState()).toEqual({ kind: 'absent' });
    await migrateMysql(url);
    expect(await store.schemaState()).toEqual({ kind: 'usable' });
    await connection.query("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('later', 9e12)");
    expect(await store.schemaState()).toEqual({ kind: 'usable' });
    await migrateMysql(url);

    await connection.query('DELETE FROM __drizzle_migrations WHERE created_at = ?', [
      lastMigration?.writtenAtMs,
    ]);
    const older = await store.schemaState();
    expect(older).toEqual({ kind: 'older', missing: [lastMigration?.name] });
    expect(complaintAbout(older)).toContain(lastMigration?.name);
  });

  it('is waited for together with its server', async () => {
    const url = await emptyDatabase();
    const late = await lateAddress(url);
    const lines: string[] = [];
    const tell = (line: string) => {
      lines.push(line);
      if (lines.length === 1) late.open();
      else void migrateMysql(url);
    };
    await awaitSchema(late.url, { reachMsMax: 20_000, tell });
    expect(lines).toEqual([
      expect.stringMatching(/^waiting for MySQL at /),
      'waiting: the database has no tables yet: run the migrations',
    ]);
  });

  it('is not waited for longer than was said', async () => {
    const url = await emptyDatabase();
    await expect(awaitSchema(url, { reachMsMax: 1, tell: () => {} })).rejects.toThrow(
      /cannot be used: the database has no tables yet/,
    );
  });
});
