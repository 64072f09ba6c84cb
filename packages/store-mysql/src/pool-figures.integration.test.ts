import { expect, inject, it } from 'vitest';
import { openPool } from './pool.ts';
import { poolFigures } from './pool-figures.ts';

it('counts the connections that are used, those that are not, and the calls that wait for one', async () => {
  const { pool } = openPool({ url: inject('mysqlUrl'), connectionsMax: 2 });
  expect(poolFigures(pool)).toEqual({ used: 0, idle: 0, waiting: 0 });
  const [first, second] = [await pool.getConnection(), await pool.getConnection()];
  const third = pool.getConnection();
  expect(poolFigures(pool)).toEqual({ used: 2, idle: 0, waiting: 1 });
  first.release();
  (await third).release();
  expect(poolFigures(pool)).toEqual({ used: 1, idle: 1, waiting: 0 });
  second.release();
  expect(poolFigures(pool)).toEqual({ used: 0, idle: 2, waiting: 0 });
  await pool.end();
});
