import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withoutServiceStarts } from './debian.ts';
import { runCommand } from './run-command.ts';

let folder = '';
let policy = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-policy-'));
  policy = join(folder, 'policy-rc.d');
});

afterEach(() => rm(folder, { recursive: true }));

describe('installing without starting services', () => {
  it('forbids starts while it works', async () => {
    const run = withoutServiceStarts(policy, () => runCommand(policy, [], { timeoutMs: 10_000 }));
    await expect(run).rejects.toThrow('ended with code 101');
  });

  it('leaves no script where there was none, also after a failure', async () => {
    await withoutServiceStarts(policy, async () => {});
    expect(existsSync(policy)).toBe(false);
    const failing = withoutServiceStarts(policy, () => Promise.reject(new Error('no such package')));
    await expect(failing).rejects.toThrow('no such package');
    expect(existsSync(policy)).toBe(false);
  });

  it('puts the script of the machine back as it was', async () => {
    await writeFile(policy, '#!/bin/sh\nexit 0\n', { mode: 0o700 });
    const during = await withoutServiceStarts(policy, () => readFile(policy, 'utf8'));
    expect(during).toContain('exit 101');
    expect(await readFile(policy, 'utf8')).toBe('#!/bin/sh\nexit 0\n');
    expect((await stat(policy)).mode & 0o777).toBe(0o700);
  });
});
