import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseKeyring } from '@onsale/identity';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataFolderError, openDataFolder } from './data-folder.ts';

let base: string;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'onsale-data-'));
});
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});

/** The sentence that the folder is refused with. */
function faultOf(data: string): string {
  try {
    openDataFolder(data);
  } catch (error) {
    if (error instanceof DataFolderError) return error.message;
    throw error;
  }
  throw new Error('the folder was taken');
}

describe('a data folder', () => {
  it('is made when absent, with the folders above it', () => {
    const data = join(base, 'a', 'b');
    const opened = openDataFolder(data);
    expect(opened.databasePath).toBe(join(data, 'onsale.sqlite'));
    expect(statSync(data).isDirectory()).toBe(true);
  });

  it('[I1] keeps its keys from one start to the next, out of others’ reach', () => {
    const first = openDataFolder(base);
    expect(parseKeyring(first.sessionKeys).signing.secret).toHaveLength(32);
    expect(openDataFolder(base)).toEqual(first);
    const path = join(base, 'session-keys');
    expect(readFileSync(path, 'utf8')).toBe(`${first.sessionKeys}\n`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('[I1] has keys of its own', () => {
    const keys = ['a', 'b'].map((name) => openDataFolder(join(base, name)).sessionKeys);
    expect(keys[0]).not.toBe(keys[1]);
  });

  it('takes keys that its owner wrote, blanks around them and all', () => {
    const keys = ['new', 'old'].map((id, byte) => `${id}:${Buffer.alloc(32, byte).toString('base64url')}`);
    writeFileSync(join(base, 'session-keys'), `\n  ${keys.join(',')}  \n`);
    expect(openDataFolder(base).sessionKeys).toBe(keys.join(','));
  });

  it('in memory leaves nothing behind, and has other keys every time', () => {
    const [first, second] = [openDataFolder(':memory:'), openDataFolder(':memory:')];
    expect(first.databasePath).toBe(':memory:');
    expect(parseKeyring(first.sessionKeys).signing.id).toBe('first');
    expect(second.sessionKeys).not.toBe(first.sessionKeys);
    expect(existsSync(':memory:')).toBe(false);
  });
});

describe('a folder that cannot be used', () => {
  it.each<[what: string, prepare: () => string, sentence: RegExp]>([
    [
      'is a file',
      () => {
        writeFileSync(join(base, 'file'), '');
        return join(base, 'file');
      },
      /ENOTDIR/,
    ],
    [
      'lies below a file',
      () => {
        writeFileSync(join(base, 'file'), '');
        return join(base, 'file', 'data');
      },
      /ENOTDIR|EEXIST/,
    ],
    ['lies where the system allows none', () => '/proc/onsale', /ENOENT|EACCES|EPERM/],
    ['has a name that is too long', () => join(base, 'x'.repeat(300)), /ENAMETOOLONG/],
    [
      'has a folder in place of its keys',
      () => {
        mkdirSync(join(base, 'session-keys'));
        return base;
      },
      /EISDIR/,
    ],
    [
      'has keys that are none',
      () => {
        writeFileSync(join(base, 'session-keys'), 'hunter2\n');
        return base;
      },
      /session-keys: each session key must be written id:base64url/,
    ],
    [
      'has lost its keys',
      () => {
        writeFileSync(join(base, 'session-keys'), '');
        return base;
      },
      /session-keys: each session key must be written id:base64url/,
    ],
  ])('because it %s is refused in one line that names it, and no secret', (_, prepare, sentence) => {
    const data = prepare();
    const fault = faultOf(data);
    expect(fault.startsWith(`cannot use the folder ${data}: `)).toBe(true);
    expect(fault).toMatch(sentence);
    expect(fault).not.toContain('\n');
    expect(fault).not.toContain('hunter2');
  });

  it('loses nothing: keys that are none stay as they are', () => {
    writeFileSync(join(base, 'session-keys'), 'hunter2\n');
    faultOf(base);
    expect(readFileSync(join(base, 'session-keys'), 'utf8')).toBe('hunter2\n');
  });
});
