import { spawnSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export const rootFolder = resolve(import.meta.dirname, '../..');
const biome = join(rootFolder, 'node_modules/.bin/biome');
const runMsMax = 60_000;

export interface Finding {
  readonly path: string;
  /** The rule, for example `lint/style/noRestrictedImports`. */
  readonly rule: string;
  readonly message: string;
}

/** Lints the given sources as if they stood in the repository: under its rules and beside its `package.json` files. */
export function lintAsRepository(sources: Readonly<Record<string, string>>): Finding[] {
  const folder = mkdtempSync(join(tmpdir(), 'onsale-boundaries-'));
  try {
    const manifests = ['package.json', '{packages,services}/*/package.json', '{test,layouts}/package.json'];
    for (const path of ['biome.json', ...globSync(manifests, { cwd: rootFolder })]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      copyFileSync(join(rootFolder, path), join(folder, path));
    }
    for (const [path, source] of Object.entries(sources)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), source);
    }
    return lint(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface BiomeReport {
  readonly diagnostics: readonly {
    readonly category: string;
    readonly message: string;
    readonly location: { readonly path: string };
  }[];
}

function lint(folder: string): Finding[] {
  const args = ['lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none', '.'];
  const run = spawnSync(biome, args, { cwd: folder, encoding: 'utf8', timeout: runMsMax });
  if (!run.stdout.startsWith('{')) throw new Error(`biome gave no report.\n${run.stdout}\n${run.stderr}`);
  const report = JSON.parse(run.stdout) as BiomeReport;
  return report.diagnostics.map(({ category, message, location }) => ({
    path: location.path,
    rule: category,
    message,
  }));
}
