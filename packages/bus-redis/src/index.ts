export { createRedisBus, type RedisBus, type RedisBusOptions } from './redis-bus.ts';
export { createRedisLoads, type RedisLoadsOptions } from './redis-loads.ts';
