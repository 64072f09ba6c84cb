export { awaitSchema } from './await-schema.ts';
export { type MigrateOptions, migrateMysql } from './migrate.ts';
export type { PoolOptions } from './pool.ts';
export { DatabaseUnusable, type ReachOptions } from './reach.ts';
export type { SchemaState } from './schema-state.ts';
export { type HasSchema, type SchemaWatch, type SchemaWatchOptions, watchSchema } from './schema-watch.ts';
export { type MysqlStore, openMysqlStore } from './store.ts';
