import { createConnection } from 'mysql2/promise';
import { until } from '../faults/pause.ts';
import { getJson } from './programs.ts';
import type { Sale } from './sale.ts';

const backMsMax = 120_000;

/** Ends the database's process and waits until its pod, with the same data, is ready again; answers milliseconds. */
export async function shutDownMysql(sale: Sale): Promise<number> {
  const startMs = performance.now();
  const pods = sale.pods('mysql');
  const { name } = (await pods.any()).metadata;
  const before = await pods.restarts(name);
  const root = await rootUrl(sale);
  const connection = await createConnection({ uri: root });
  await connection.query('SHUTDOWN').catch(() => {});
  connection.destroy();
  const hasEnded = await until(async () => (await pods.restarts(name)) > before, backMsMax, 500);
  if (!hasEnded) throw new Error('MySQL was not started again');
  await pods.settle(1);
  await sale.reopenMysql();
  return performance.now() - startMs;
}

async function rootUrl(sale: Sale): Promise<string> {
  const secret = await getJson<{ data: Record<string, string> }>([
    ...['secret', 'onsale-demo', '--namespace', sale.namespace],
  ]);
  const url = new URL(sale.mysqlUrl);
  url.username = 'root';
  url.password = Buffer.from(secret.data.MYSQL_ROOT_PASSWORD ?? '', 'base64').toString();
  return url.href;
}
