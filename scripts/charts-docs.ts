import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chartsFolder, makeChartFiles } from './lib/charts/chart-files.ts';

/** `pnpm charts:docs` writes the charts' schemas, tables and common values anew from the comments in values.yaml. */
for (const { path, text } of makeChartFiles()) {
  const file = join(chartsFolder, path);
  if (textOf(file) === text) continue;
  writeFileSync(file, text);
  process.stdout.write(`wrote charts/${path}\n`);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
