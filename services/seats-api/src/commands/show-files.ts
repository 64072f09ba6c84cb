import { glob } from 'node:fs/promises';

/**
 * The files that these patterns name, each once, in order. A container's command is run by no shell, which would
 * have put the names in the place of `shows/*.json`. A name without a file stays: reading it says what is wrong.
 */
export async function showFiles(patterns: readonly string[]): Promise<readonly string[]> {
  const files = new Set<string>();
  for (const pattern of patterns) {
    const found: string[] = [];
    for await (const file of glob(pattern)) found.push(file);
    if (found.length === 0) files.add(pattern);
    for (const file of found.sort()) files.add(file);
  }
  return [...files];
}
