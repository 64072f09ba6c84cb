import { readFile } from 'node:fs/promises';
import { createLogger } from '@onsale/runtime';
import { createKubernetesApi } from './kubernetes-api.ts';
import { fetchOnSaleTimes } from './on-sale-times.ts';
import { prescale } from './prescale.ts';
import { readPrescaleSettings } from './settings.ts';

/**
 * `main.js prescale`: sets the sale's autoscalers for the shows' on-sale times, once. Throws an Error whose message
 * is a sentence for people.
 */
export async function runPrescale(environment: Readonly<Record<string, string | undefined>>): Promise<void> {
  const settings = readPrescaleSettings(environment);
  const logger = createLogger('prescale', settings.LOG_LEVEL);
  const host = settings.KUBERNETES_SERVICE_HOST;
  const kubernetesUrl = `https://${host.includes(':') ? `[${host}]` : host}:${settings.KUBERNETES_SERVICE_PORT}`;
  await prescale({
    targets: settings.PRESCALE_TARGETS,
    window: { leadMs: settings.PRESCALE_LEAD_MS, holdMs: settings.PRESCALE_HOLD_MS },
    kubernetes: createKubernetesApi(kubernetesUrl, (await readFile(settings.TOKEN_FILE, 'utf8')).trim()),
    onSaleTimes: () => fetchOnSaleTimes(settings.API_URL),
    tell: (line) => logger.info(line),
  });
}
