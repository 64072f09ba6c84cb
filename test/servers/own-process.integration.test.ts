import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, vi } from 'vitest';

const start = `
import { startPrivateRedis } from '${new URL('./index.ts', import.meta.url).href}';
const redis = await startPrivateRedis();
console.log(redis.pid);
setInterval(() => {}, 1000);
`;

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it.each(['SIGKILL', 'SIGTERM'] as const)(
  'a private server ends with the process that started it: %s',
  async (signal) => {
    const folder = await mkdtemp(join(tmpdir(), 'onsale-parent-'));
    const parent = spawn(process.execPath, ['--input-type=module-typescript', '--eval', start], {
      env: { ...process.env, TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
    const pid = Number(line);
    expect(runs(pid)).toBe(true);
    parent.kill(signal);
    await vi.waitFor(() => expect(runs(pid)).toBe(false), 10_000);
    await rm(folder, { recursive: true });
  },
);
