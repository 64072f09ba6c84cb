export type { RealtimeDependencies } from './dependencies.ts';
export { createRealtime, type Realtime } from './realtime.ts';
