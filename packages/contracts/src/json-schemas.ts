import { z } from 'zod';
import { layoutFile } from './layout-file.ts';
import { showFile } from './show-file.ts';

/**
 * The JSON Schemas of the files that people write, by file name, for editors and other programs. They say
 * what a schema can say; {@link parseLayout} and {@link parseShow} also check the fields against each other.
 */
export function publishedSchemas(): ReadonlyMap<string, string> {
  return new Map([
    ['layout.schema.json', schemaText('Onsale layout', layoutFile)],
    ['show.schema.json', schemaText('Onsale show', showFile)],
  ]);
}

function schemaText(title: string, schema: z.ZodType): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
}
