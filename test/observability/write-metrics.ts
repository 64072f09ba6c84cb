import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { collectMetrics } from './metrics-catalog.ts';
import { withTable } from './metrics-table.ts';

/** Writes the table of metrics in k8s/METRICS.md anew. */
const path = resolve(import.meta.dirname, '../../k8s/METRICS.md');
await writeFile(path, withTable(await readFile(path, 'utf8'), await collectMetrics()));
process.stdout.write(`${path} is up to date.\n`);
// Parts of the services go on looking for their servers.
process.exit(0);
