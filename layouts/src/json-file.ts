import { readFile, stat } from 'node:fs/promises';
import type { LoadedLayout } from '@onsale/contracts';
import { jsonFaultOf } from './json-fault.ts';

/** The largest file that is read: several times a layout of 200,000 seats. */
export const fileBytesMax = 33_554_432;

const saysByCode: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'may not be read',
  EPERM: 'may not be read',
};

/** Reads a JSON file, or says in one sentence why it cannot. */
export async function readJsonFile(path: string): Promise<LoadedLayout> {
  const bytes = await readBytes(path);
  if (typeof bytes === 'string') return { ok: false, fault: bytes };
  let text: string;
  try {
    // Drops the byte order mark that some editors write.
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { ok: false, fault: 'is not UTF-8 text' };
  }
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, fault: `is not JSON: ${jsonFaultOf(text) ?? 'it cannot be read'}` };
  }
}

/** The file's bytes, or why there are none. */
async function readBytes(path: string): Promise<Buffer | string> {
  try {
    const found = await stat(path);
    if (!found.isFile()) return 'is not a file';
    if (found.size > fileBytesMax) return `has ${found.size} bytes; at most ${fileBytesMax} are read`;
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return saysByCode[code] ?? `cannot be read (${code})`;
  }
}
