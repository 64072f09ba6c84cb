import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from './journal.ts';

describe('a journal', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onsale-journal-'));
    path = join(folder, 'charges.jsonl');
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function linesOf(): Promise<string[]> {
    const lines: string[] = [];
    await (await openJournal(path, (line) => lines.push(line))).close();
    return lines;
  }

  it('gives its lines back in their order', async () => {
    const journal = await openJournal(path, () => {
      throw new Error('a file that is made is empty');
    });
    journal.append('one');
    await journal.flush();
    journal.append('좌석');
    journal.append('three');
    await journal.flush();
    await journal.close();
    expect(await linesOf()).toEqual(['one', '좌석', 'three']);
  });

  it('has written everything appended before, when a flush resolves', async () => {
    const journal = await openJournal(path, () => {});
    const seen: number[] = [];
    await Promise.all(
      Array.from({ length: 100 }, async (_, n) => {
        journal.append(`line ${n}`);
        await journal.flush();
        seen.push((await readFile(path, 'utf8')).includes(`line ${n}\n`) ? n : -1);
      }),
    );
    await journal.close();
    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n));
    expect(await linesOf()).toEqual(Array.from({ length: 100 }, (_, n) => `line ${n}`));
  });

  it('cuts off a line whose writing was interrupted, and goes on after it', async () => {
    await writeFile(path, 'whole\n{"id":"좌');
    expect(await linesOf()).toEqual(['whole']);
    expect((await stat(path)).size).toBe('whole\n'.length);
    const journal = await openJournal(path, () => {});
    journal.append('next');
    await journal.flush();
    await journal.close();
    expect(await linesOf()).toEqual(['whole', 'next']);
  });

  it('reads lines across the chunks of a large file', async () => {
    const lines = Array.from({ length: 20_000 }, (_, n) => `${n} ${'가'.repeat(n % 17)}`);
    await writeFile(path, `${lines.join('\n')}\n`);
    expect(await linesOf()).toEqual(lines);
  });

  it('refuses a line that nobody wrote here for its length', async () => {
    await appendFile(path, 'x'.repeat(100_000));
    await expect(linesOf()).rejects.toThrow('a line of more than 8192 characters');
    expect((await stat(path)).size).toBe(100_000);
  });

  it('rejects for ever once a write has failed', async () => {
    const journal = await openJournal(path, () => {});
    await journal.close();
    journal.append('lost');
    await expect(journal.flush()).rejects.toThrow();
    await expect(journal.flush()).rejects.toThrow();
  });

  it('says which folder is missing', async () => {
    await expect(openJournal(join(folder, 'none', 'x'), () => {})).rejects.toThrow('ENOENT');
  });
});
