export { migrateMysql } from './migrate.ts';
export type { PoolOptions } from './pool.ts';
export { openMysqlStore } from './store.ts';
