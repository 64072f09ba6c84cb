import { mkdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileBytesMax, readJsonFile } from './json-file.ts';
import { temporaryFiles } from './testing/temporary-files.ts';

describe('readJsonFile', () => {
  it.each([
    ['plain', '{ "name": "한빛" }'],
    ['with a byte order mark', '\uFEFF{ "name": "한빛" }'],
  ])('reads a file, %s', async (_how, text) => {
    const folder = await temporaryFiles({ 'a.json': text });
    expect(await readJsonFile(join(folder, 'a.json'))).toEqual({ ok: true, value: { name: '한빛' } });
  });

  it.each([
    ['broken JSON', '{\n  "a": 1,\n}', 'is not JSON: line 3, column 1: expected a field'],
    ['an empty file', '', 'is not JSON: line 1, column 1: expected a value'],
    ['another encoding', new Uint8Array([0x22, 0xb0, 0xa1, 0x22]), 'is not UTF-8 text'],
  ])('says in one line what is wrong with %s', async (_what, content, fault) => {
    const folder = await temporaryFiles({ 'a.json': content });
    expect(await readJsonFile(join(folder, 'a.json'))).toEqual({ ok: false, fault });
  });

  it('says that there is no such file, or that it is none', async () => {
    const folder = await temporaryFiles({ 'a.json': '{}' });
    await mkdir(join(folder, 'b.json'));
    expect(await readJsonFile(join(folder, 'c.json'))).toEqual({ ok: false, fault: 'there is no such file' });
    expect(await readJsonFile(join(folder, 'a.json/c'))).toEqual({
      ok: false,
      fault: 'there is no such file',
    });
    expect(await readJsonFile(join(folder, 'b.json'))).toEqual({ ok: false, fault: 'is not a file' });
  });

  it('does not read a file that is too large', async () => {
    const folder = await temporaryFiles({ 'a.json': '' });
    await truncate(join(folder, 'a.json'), fileBytesMax + 1);
    expect(await readJsonFile(join(folder, 'a.json'))).toEqual({
      ok: false,
      fault: 'has 33554433 bytes; at most 33554432 are read',
    });
  });
});
