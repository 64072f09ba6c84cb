export { createApp } from './app.ts';
export type { SeatsApiDependencies } from './dependencies.ts';
export { createRepeats } from './repeats.ts';
