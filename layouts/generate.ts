import { mkdir, writeFile } from 'node:fs/promises';
import { demoFiles } from './src/shows/demo-files.ts';

// Draws the demo shows anew: `pnpm layouts:demo`.
const folder = new URL('shows/', import.meta.url);
await mkdir(folder, { recursive: true });
for (const [name, text] of demoFiles()) await writeFile(new URL(name, folder), text);
