export { compose, type StandaloneOptions } from './compose.ts';
export { loadDemoShows } from './demo-shows.ts';
