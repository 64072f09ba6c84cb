export { createApp } from './app.ts';
export type { SeatsApiDependencies } from './dependencies.ts';
