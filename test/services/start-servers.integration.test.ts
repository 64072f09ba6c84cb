import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startServers } from './start-servers.ts';

let folder = '';
const log = () => {};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-data-'));
  // A data folder goes with a private server.
  vi.stubEnv('MYSQL_URL', '');
  vi.stubEnv('SESSION_KEYS', undefined);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function query(url: string, sql: string): Promise<unknown> {
  const connection = await createConnection(url);
  const [rows] = await connection.query(sql).finally(() => connection.end());
  return rows;
}

describe('the servers of the services', () => {
  it('keep the sale and its sessions in the data folder', async () => {
    const data = join(folder, 'deep/data');
    const first = await startServers(data, log);
    await query(first.mysqlUrl, 'CREATE TABLE sold (seat INT)');
    await query(first.mysqlUrl, 'INSERT INTO sold VALUES (7)');
    await first.stop();
    await expect(query(first.mysqlUrl, 'SELECT 1')).rejects.toThrow();
    const second = await startServers(data, log);
    expect(await query(second.mysqlUrl, 'SELECT seat FROM sold')).toEqual([{ seat: 7 }]);
    expect(second.sessionKeys).toBe(first.sessionKeys);
    expect((await stat(join(data, 'session-keys'))).mode & 0o777).toBe(0o600);
    await second.stop();
  });

  it('refuse a data folder that holds something else, and leave it alone', async () => {
    await rm(folder, { recursive: true });
    await writeFile(folder, 'a file');
    await expect(startServers(folder, log)).rejects.toThrow(`The data folder ${folder} cannot be used:`);
  });

  it('refuse a folder where MySQL would find files of others', async () => {
    const mysqlFolder = join(folder, 'mysql');
    await mkdir(mysqlFolder);
    await writeFile(join(mysqlFolder, 'holiday.jpg'), '');
    await expect(startServers(folder, log)).rejects.toThrow(
      `${mysqlFolder} is not empty and holds no MySQL data.`,
    );
  });
});
