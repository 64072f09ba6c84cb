import { z } from 'zod';

/** A setting that cannot be used: one sentence per fault, for people. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads settings from the environment by a schema whose keys are the variables' names. Empty and blank
 * ones count as absent. Throws {@link ConfigError} that names every variable at fault.
 */
export function readConfig<T extends z.ZodRawShape>(
  shape: T,
  environment: Readonly<Record<string, string | undefined>>,
): z.infer<z.ZodObject<T>> {
  const given = Object.fromEntries(
    Object.keys(shape).flatMap((name) => {
      const value = environment[name];
      return value === undefined || value.trim() === '' ? [] : [[name, value]];
    }),
  );
  const result = z.object(shape).safeParse(given);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigError(`bad settings: ${faults.join('; ')}`);
}

/** The settings that every service has. */
export const commonSettings = {
  /** Where to listen. 0 lets the system choose. */
  PORT: z.coerce.number().int().min(0).max(65_535),
  HOST: z.string().default('0.0.0.0'),
  /** Where `/healthz`, `/readyz` and `/metrics` are, and nothing else; on the service's own port when absent. */
  ADMIN_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  /** The names of the pod and of its node, which go with its traces; Kubernetes fills them in. */
  POD_NAME: z.string().max(253).optional(),
  NODE_NAME: z.string().max(253).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** How long a stop may take before the process ends anyway, in milliseconds. */
  STOP_MS_MAX: z.coerce.number().int().min(100).max(600_000).default(15_000),
} as const;

/** A setting read by a function that throws, with a sentence, for what it cannot use. */
export function parsedSetting<T>(parse: (text: string) => T) {
  return z.string().transform((text, context): T => {
    try {
      return parse(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
      return z.NEVER;
    }
  });
}
