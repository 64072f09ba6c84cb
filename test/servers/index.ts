export { type Chromium, chromiumArgs, findChromium } from './chromium.ts';
export {
  createDatabase,
  ensureDatabase,
  type MysqlOptions,
  startMysql,
  startPrivateMysql,
  type TestDatabase,
} from './mysql.ts';
export { createRedisNames, type RedisNames, startPrivateRedis, startRedis } from './redis.ts';
export type { GivenServer, PrivateServer, Server, ServerOptions } from './server.ts';
