/** What the global setups hand to the tests: `inject('mysqlUrl')`. */
declare module 'vitest' {
  export interface ProvidedContext {
    /** A server, not a database: `createDatabase` makes one for each test. */
    mysqlUrl: string;
    /** A Redis that tests share: `createRedisNames` gives each its own keys. */
    redisUrl: string;
    chromiumPath: string;
  }
}

export {};
