import { helm } from './programs.ts';
import { chartFolder, type ServiceName, valueArgs, valuesFile } from './sale.ts';
import { namespace as namespaceOfSale } from './settings.ts';

/** Where services are installed one by one. */
export const namespace = `${namespaceOfSale}-alone`;

const helmMsMax = 240_000;
/** Services with one pod that cannot be more say nothing of how many. */
const replicas = (service: ServiceName): string[] =>
  service === 'payment-sandbox' ? [] : ['--set', 'replicas=1'];

/** `helm install` or `upgrade` of one service alone; answers what it said. */
export function soloHelm(
  command: 'install' | 'upgrade',
  service: ServiceName,
  more: readonly string[] = [],
  timeout = '2m',
): Promise<string> {
  const args = ['--namespace', namespace, ...valueArgs(valuesFile('alone')), ...replicas(service), ...more];
  return helm([command, `solo-${service}`, chartFolder(service), ...args, '--wait', '--timeout', timeout], {
    timeoutMs: helmMsMax,
  });
}

export async function soloTest(service: ServiceName): Promise<string> {
  return helm(['test', `solo-${service}`, '--namespace', namespace, '--timeout', '2m']);
}

export async function soloUninstall(service: ServiceName): Promise<void> {
  await helm(['uninstall', `solo-${service}`, '--namespace', namespace, '--wait', '--timeout', '2m']);
}

/** The sentence with which a command of helm's ended; fails when it went well. */
export async function refusalOf(command: Promise<string>): Promise<string> {
  const went = await command.then(
    (said) => ({ said, isFine: true }),
    (error: Error) => ({ said: error.message, isFine: false }),
  );
  if (went.isFine) throw new Error(`helm took it: ${went.said}`);
  return went.said;
}
