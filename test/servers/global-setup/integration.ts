import type { TestProject } from 'vitest/node';
import { startMysql, startRedis } from '../index.ts';
import './context.ts';

/** Starts the servers of the tests once, and ends them after the last test. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const log = (line: string) => process.stdout.write(`servers: ${line}\n`);
  const mysql = await startMysql({ log });
  log(`MySQL from ${mysql.source}`);
  const redis = await startRedis({ log }).catch(async (error: unknown) => {
    await mysql.stop();
    throw error;
  });
  log(`Redis from ${redis.source}`);
  project.provide('mysqlUrl', mysql.url);
  project.provide('redisUrl', redis.url);
  return async () => {
    await redis.stop();
    await mysql.stop();
  };
}
