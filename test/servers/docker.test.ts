import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dockerAnswers, OwnContainer } from './docker.ts';

let folder = '';

/** Puts a `docker` of our own first on the path: it notes its arguments and does what the script says. */
async function fakeDocker(script: string): Promise<void> {
  const notes = join(folder, 'notes');
  const program = `#!/bin/sh\necho "$@" >> ${notes}\n${script}\n`;
  await writeFile(join(folder, 'docker'), program, { mode: 0o755 });
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
}

async function commands(): Promise<string[]> {
  const notes = await readFile(join(folder, 'notes'), 'utf8');
  return notes
    .trim()
    .replaceAll(/onsale-test-[0-9a-f]{12}/g, 'NAME')
    .split('\n');
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-docker-'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const plan = { image: 'redis:7-alpine', hostPort: 41_234, containerPort: 6379, probe: async () => {} };

describe('Docker', () => {
  it('answers only when its engine does', async () => {
    await fakeDocker('exit 0');
    expect(await dockerAnswers()).toBe(true);
    await fakeDocker('echo "Cannot connect to the Docker daemon" >&2; exit 1');
    expect(await dockerAnswers()).toBe(false);
  });

  it('keeps a container through a kill and a start, and removes it at the end', async () => {
    await fakeDocker('[ "$1" = inspect ] && echo 4711; exit 0');
    const container = new OwnContainer({ ...plan, env: { A: 'b' }, args: ['redis-server'] });
    await container.start();
    expect(container.pid).toBe(4711);
    await container.kill('SIGKILL');
    expect(container.pid).toBeUndefined();
    await container.start();
    await container.kill('SIGSTOP');
    expect(container.pid).toBe(4711);
    await container.stop();
    expect(await commands()).toEqual([
      'run --detach --name NAME --publish 127.0.0.1:41234:6379 --env A=b redis:7-alpine redis-server',
      'inspect --format {{.State.Pid}} NAME',
      'kill --signal SIGKILL NAME',
      'wait NAME',
      'start NAME',
      'inspect --format {{.State.Pid}} NAME',
      'kill --signal SIGSTOP NAME',
      'rm --force --volumes NAME',
    ]);
  });

  it('says what Docker said when a container does not start, and leaves nothing of it', async () => {
    await fakeDocker('[ "$1" = run ] && { echo "port is already allocated" >&2; exit 125; }; exit 0');
    const container = new OwnContainer(plan);
    await expect(container.start()).rejects.toThrow('port is already allocated');
    await container.stop();
    expect((await commands()).at(-1)).toBe('rm --force --volumes NAME');
  });
});
