import { writeFile } from 'node:fs/promises';
import { publishedSchemas } from './src/json-schemas.ts';

// Writes the published JSON Schemas anew from the zod schemas: `pnpm schemas`.
for (const [name, text] of publishedSchemas()) {
  await writeFile(new URL(`schemas/${name}`, import.meta.url), text);
}
