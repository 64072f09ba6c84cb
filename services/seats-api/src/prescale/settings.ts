import { commonSettings, parsedSetting, readConfig } from '@onsale/runtime';
import { z } from 'zod';
import { type AutoscalerName, parseAutoscalerNames } from './autoscaler-name.ts';

const dayMs = 86_400_000;
const window = z.coerce.number().int().min(0).max(dayMs);

/** The settings of `prescale`, each an environment variable. */
export function readPrescaleSettings(environment: Readonly<Record<string, string | undefined>>) {
  return readConfig(
    {
      LOG_LEVEL: commonSettings.LOG_LEVEL,
      /** The seats API's address. */
      API_URL: z.url({ protocol: /^https?$/ }),
      /** The autoscalers, `namespace/name,…`. */
      PRESCALE_TARGETS: parsedSetting<readonly AutoscalerName[]>(parseAutoscalerNames),
      /** How long before an on-sale time the pods are to be there. */
      PRESCALE_LEAD_MS: window.default(900_000),
      /** How long after it they stay. */
      PRESCALE_HOLD_MS: window.default(1_800_000),
      /** The Kubernetes API's address, as every pod is told. */
      KUBERNETES_SERVICE_HOST: z.string().min(1),
      KUBERNETES_SERVICE_PORT: z.coerce.number().int().min(1).max(65_535).default(443),
      /** Where the pod finds the token of its ServiceAccount. */
      TOKEN_FILE: z.string().default('/var/run/secrets/kubernetes.io/serviceaccount/token'),
    },
    environment,
  );
}
