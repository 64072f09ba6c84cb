import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { findProgram } from './programs.ts';
import { runCommand } from './run-command.ts';
import type { Log } from './server.ts';

/** A slow mirror needs minutes for a browser; past this the installation counts as failed. */
const installMsMax = 15 * 60_000;

/** Debian asks this script before a package starts its service; code 101 forbids it. */
const policyPath = '/usr/sbin/policy-rc.d';

/** Whether Debian's packages can be installed here: the system is Debian's kind and the user may. */
function canInstallPackages(): boolean {
  return process.getuid?.() === 0 && findProgram(['apt-get']) !== undefined;
}

/** Installs one of Debian's packages without its recommendations and without starting its service. */
async function installPackage(name: string, log: Log): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, timeoutMs: installMsMax };
  log(`installing Debian's package ${name} (a few minutes at most) …`);
  await runCommand('apt-get', ['update', '--quiet'], options);
  await withoutServiceStarts(policyPath, () =>
    runCommand(
      'apt-get',
      // Whoever else is installing something on the machine is waited for.
      ['-o', 'DPkg::Lock::Timeout=300', 'install', '--yes', '--quiet', '--no-install-recommends', name],
      options,
    ),
  );
  log(`installed Debian's package ${name}`);
}

/**
 * Runs `work` while the script at `path` forbids packages to start their services, and puts back what was there:
 * another script, or none.
 */
export async function withoutServiceStarts<T>(path: string, work: () => Promise<T>): Promise<T> {
  const aside = `${path}.before-onsale-tests`;
  const hadPolicy = existsSync(path);
  if (hadPolicy) await rename(path, aside);
  try {
    await writeFile(path, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
    return await work();
  } finally {
    await rm(path, { force: true });
    if (hadPolicy) await rename(aside, path);
  }
}

/** A program of this machine, installed from Debian's package first when it is missing and may be installed. */
export async function findOrInstall(
  programs: readonly string[],
  packageName: string,
  log: Log,
): Promise<string | undefined> {
  const present = findProgram(programs);
  if (present !== undefined || !canInstallPackages()) return present;
  await installPackage(packageName, log);
  return findProgram(programs);
}
