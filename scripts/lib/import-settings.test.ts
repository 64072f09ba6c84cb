import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readImportSettings } from './import-settings.ts';

const url = 'mysql://user:secret@db:3306/onsale';
const inData = { kind: 'sqlite', folder: resolve('data') };

function storeOf(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const asked = readImportSettings(['a.json', ...args], env);
  return asked.kind === 'import' ? asked.store : asked.kind;
}

describe('the command line of `pnpm shows:import`', () => {
  it('takes files and options in any order', () => {
    expect(readImportSettings(['a.json', '--skip-existing', 'b.json', '--data', '/srv/sale'], {})).toEqual({
      kind: 'import',
      files: ['a.json', 'b.json'],
      store: { kind: 'sqlite', folder: '/srv/sale' },
      isExistingFine: true,
    });
    expect(readImportSettings(['--help'], {})).toEqual({ kind: 'help' });
  });

  it('finds the store', () => {
    const env = { MYSQL_URL: url };
    const mysql = { kind: 'mysql', url };
    expect(storeOf([])).toEqual(inData);
    expect(storeOf([], { MYSQL_URL: '' })).toEqual(inData);
    expect(storeOf([], env)).toEqual(mysql);
    expect(storeOf(['--store', 'mysql'], env)).toEqual(mysql);
    expect(storeOf(['--store', 'sqlite'], env)).toEqual(inData);
    expect(storeOf(['--data', 'data'], env)).toEqual(inData);
    expect(storeOf(['--mysql', url], { MYSQL_URL: 'mysql://other/sale' })).toEqual(mysql);
  });

  it.each([
    [['--store', 'oracle'], '--store must be sqlite or mysql, not "oracle".'],
    [['--store', 'mysql'], 'The store mysql needs --mysql URL or MYSQL_URL.'],
    [['--mysql', ''], '--mysql must not be empty.'],
    [['--mysql', url, '--data', 'x'], '--data is for the store sqlite only.'],
    [['--mysql', url, '--store', 'sqlite'], '--mysql is for the store mysql only.'],
    [['--data', ':memory:'], '--data must name a folder that keeps the shows.'],
    [['--data', ''], '--data must name a folder that keeps the shows.'],
    [['--mysql', 'postgres://db/onsale'], 'The address of MySQL must be like mysql://'],
    [['--mysql', 'mysql://db'], 'The address of MySQL must be like mysql://'],
    [['--mysql', 'db'], 'The address of MySQL must be like mysql://'],
    [['--stoer', 'sqlite'], "Unknown option '--stoer'"],
  ])('refuses %j in one line', (args, line) => {
    expect(() => storeOf(args)).toThrow(line);
  });

  it('asks for a file when there is none', () => {
    expect(() => readImportSettings(['--data', 'x'], {})).toThrow('Name at least one show file');
  });
});
