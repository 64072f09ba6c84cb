import { existsSync } from 'node:fs';
import { Redis } from 'ioredis';
import { createConnection } from 'mysql2/promise';
import { describe, expect, inject, it } from 'vitest';
import { createDatabase, createRedisNames, startPrivateMysql, startPrivateRedis } from './index.ts';

async function query(url: string, sql: string): Promise<unknown> {
  const connection = await createConnection(url);
  const [rows] = await connection.query(sql).finally(() => connection.end());
  return rows;
}

describe('the MySQL of the tests', () => {
  it('gives each test a database of its own and drops it', async () => {
    const [one, other] = await Promise.all([
      createDatabase(inject('mysqlUrl')),
      createDatabase(inject('mysqlUrl')),
    ]);
    await query(one.url, 'CREATE TABLE mine (id INT PRIMARY KEY)');
    await query(other.url, 'CREATE TABLE mine (id INT PRIMARY KEY)');
    await one.drop();
    await expect(query(one.url, 'SELECT 1')).rejects.toThrow('Unknown database');
    expect(await query(other.url, 'SELECT count(*) AS n FROM mine')).toEqual([{ n: 0 }]);
    await other.drop();
  });

  it('keeps what was committed when a private one is killed and started again', async () => {
    const server = await startPrivateMysql();
    const database = await createDatabase(server.url);
    await query(database.url, 'CREATE TABLE kept (id INT PRIMARY KEY)');
    await query(database.url, 'INSERT INTO kept VALUES (7)');
    const firstPid = server.pid;
    await server.kill('SIGKILL');
    await expect(query(database.url, 'SELECT 1')).rejects.toThrow();
    await server.start();
    expect(server.pid).not.toBe(firstPid);
    expect(await query(database.url, 'SELECT id FROM kept')).toEqual([{ id: 7 }]);
    expect(await query(database.url, 'SELECT @@innodb_flush_log_at_trx_commit AS flush')).toEqual([
      { flush: 1 },
    ]);
    const [folder] = (await query(database.url, 'SELECT @@datadir AS folder')) as { folder: string }[];
    await server.stop();
    expect(existsSync(folder?.folder ?? '/')).toBe(false);
  });
});

describe('the Redis of the tests', () => {
  it('gives each test names of its own and deletes only their keys', async () => {
    const client = new Redis(inject('redisUrl'));
    const [one, other] = [createRedisNames(inject('redisUrl')), createRedisNames(inject('redisUrl'))];
    await client.xadd(one.streamName, '*', 'field', 'value');
    await client.set(`${other.prefix}key`, 'value');
    await one.drop();
    expect(await client.exists(one.streamName)).toBe(0);
    expect(await client.get(`${other.prefix}key`)).toBe('value');
    await other.drop();
    client.disconnect();
  });

  it('comes back empty on the same address when a private one is killed and started again', async () => {
    const server = await startPrivateRedis();
    const client = new Redis(server.url);
    client.on('error', () => {});
    await client.set('key', 'value');
    await server.kill('SIGKILL');
    expect(server.pid).toBeUndefined();
    await server.start();
    expect(await client.get('key')).toBeNull();
    client.disconnect();
    await server.stop();
  });

  it('stops answering while it is paused, and ends from there', async () => {
    const server = await startPrivateRedis();
    await server.kill('SIGSTOP');
    const client = new Redis(server.url, { commandTimeout: 200, maxRetriesPerRequest: 0 });
    client.on('error', () => {});
    await expect(client.ping()).rejects.toThrow('timed out');
    client.disconnect();
    await server.stop();
    expect(server.pid).toBeUndefined();
  });
});
