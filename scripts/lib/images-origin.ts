import { runCommand } from '../../test/servers/run-command.ts';
import type { Origin } from './images-plan.ts';
import { rootFolder } from './test-steps.ts';

const gitMsMax = 10_000;

/** What git says of the sources, and `SOURCE_DATE_EPOCH` when it is given; sources without git are as new as now. */
export async function originOf(env: NodeJS.ProcessEnv): Promise<Origin> {
  const [revision, committed, changes, remote] = [
    await git('rev-parse', 'HEAD'),
    await git('log', '-1', '--format=%ct'),
    await git('status', '--porcelain'),
    await git('remote', 'get-url', 'origin'),
  ];
  const given = env.SOURCE_DATE_EPOCH ?? '';
  if (!/^\d*$/.test(given)) throw new Error(`SOURCE_DATE_EPOCH must be seconds since 1970, not "${given}".`);
  return {
    epochSeconds: Number(given || committed || Math.floor(Date.now() / 1_000)),
    revision: revision === undefined ? undefined : `${revision}${changes === '' ? '' : '-dirty'}`,
    source: remote === undefined ? undefined : publicAddress(remote),
  };
}

/** Undefined where there is no git, or nothing that it could say. */
async function git(...args: readonly string[]): Promise<string | undefined> {
  const said = runCommand('git', args, { cwd: rootFolder, timeoutMs: gitMsMax });
  return (await said.catch(() => undefined))?.trim();
}

/** The remote's address as anybody may read it: by https, without a password. Undefined for a folder. */
export function publicAddress(remote: string): string | undefined {
  const ssh = /^(?:ssh:\/\/)?[\w.-]+@([\w.-]+)(?::\d+)?[:/](.+)$/.exec(remote);
  const address = ssh === null ? remote : `https://${ssh[1]}/${ssh[2]}`;
  if (!URL.canParse(address)) return undefined;
  const { protocol, host, pathname } = new URL(address);
  return /^https?:$/.test(protocol) ? `${protocol}//${host}${pathname.replace(/\.git$/, '')}` : undefined;
}
