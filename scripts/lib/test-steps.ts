import { globSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export const rootFolder = resolve(import.meta.dirname, '../..');
/** Every project of tests that can be named. */
export const projectNames: readonly string[] = ['unit', 'integration', 'browser', 'page', 'faults'];
/** Only when named: how fast the page is, only a machine without other work can say. */
const measuringProjects: ReadonlySet<string> = new Set(['page']);
/** Part of CI, not of every day: it takes ten minutes and more. */
const ciProjects: ReadonlySet<string> = new Set(['faults']);

const minuteMs = 60_000;
/** Biome does not heed `NO_COLOR`; its output is shown by this process. */
const colours = `--colors=${process.stdout.isTTY ? 'force' : 'off'}`;
const biomeArgs = ['ci', colours, '--error-on-warnings', '--max-diagnostics=100'];

interface StepFacts {
  readonly title: string;
  readonly program: string;
  readonly args: readonly string[];
  /** After this the step is ended and has failed, milliseconds. */
  readonly timeoutMs: number;
}

/** A check counts as one test and shows its output when it fails; a run of Vitest shows and counts its own. */
export type Step =
  | (StepFacts & { readonly kind: 'check' })
  | (StepFacts & { readonly kind: 'tests'; readonly reportPath: string });

export interface Selection {
  /** The projects asked for by name; without any, the static checks and what belongs to every day. */
  readonly names: readonly string[];
  /** Only the checks that run no code. */
  readonly onlyStatic?: boolean;
  /** Also what takes long. */
  readonly isCi?: boolean;
}

/** The steps in their order. Throws a sentence for a name that is no project's. */
export function selectSteps({ names, onlyStatic, isCi }: Selection, reportsFolder: string): Step[] {
  const unknown = names.find((name) => !projectNames.includes(name));
  if (unknown !== undefined) {
    throw new Error(`There are no "${unknown}" tests; there are ${projectNames.join(', ')}.`);
  }
  const usual = projectNames.filter(
    (name) => !measuringProjects.has(name) && (isCi || !ciProjects.has(name)),
  );
  const tests = (names.length > 0 ? names : usual).map((name) => testStep(name, reportsFolder));
  if (onlyStatic) return staticSteps();
  return names.length > 0 ? tests : [...staticSteps(), ...tests];
}

function staticSteps(): Step[] {
  const check = { kind: 'check', timeoutMs: 10 * minuteMs } as const;
  return [
    ...typedFolders().map((folder) => ({
      ...check,
      title: `types of ${folder === '.' ? 'the repository' : folder}`,
      program: 'tsc',
      args: ['-p', folder],
    })),
    { ...check, title: 'lint, formatting, import boundaries', program: 'biome', args: biomeArgs },
    { ...check, title: 'unused code', program: 'knip', args: ['--no-progress'] },
  ];
}

/** Every folder with a `tsconfig.json`: code for browsers and code without any platform have their own. */
function typedFolders(): string[] {
  const patterns = ['tsconfig.json', '{packages,services,test}/*/tsconfig.json'];
  return globSync(patterns, { cwd: rootFolder }).map(dirname).sort();
}

export function testStep(project: string, reportsFolder: string): Step {
  const reportPath = join(reportsFolder, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`];
  const args = ['run', '--project', project, ...reporters];
  return {
    kind: 'tests',
    title: `${project} tests`,
    program: 'vitest',
    args,
    timeoutMs: 20 * minuteMs,
    reportPath,
  };
}
