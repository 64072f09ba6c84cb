import { fileURLToPath } from 'node:url';

export {
  type CheckedFile,
  checkShowFiles,
  describeImport,
  type FaultyFile,
  type ImportReport,
  importShows,
} from './import.ts';
export { type LoadedShow, loadShowFile } from './load.ts';

/** The paths of the demo shows' files: the grid, which is the default show, the theatre and the arena. */
export const demoShowFiles: readonly string[] = ['grid', 'theatre', 'arena'].map((name) =>
  fileURLToPath(new URL(`../shows/${name}.show.json`, import.meta.url)),
);
