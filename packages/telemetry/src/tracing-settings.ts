import { z } from 'zod';
import { openTracing, type SaleTracing, type TracingOptions } from './tracing.ts';

/** The settings of traces, by the names that every OpenTelemetry program has for them. */
export const tracingSettings = {
  /** Where traces go, by OTLP over HTTP: the collector's address, without `/v1/traces`. Without it there are none. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  /** Which part of the commands is traced, from 0 to 1. */
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(0.01),
} as const;

type TracingSettings = Readonly<z.infer<z.ZodObject<typeof tracingSettings>>> & {
  readonly POD_NAME?: string | undefined;
  readonly NODE_NAME?: string | undefined;
};

/** The traces of a service as its settings want them, or null. */
export function tracingOf(
  settings: TracingSettings,
  surroundings: Pick<TracingOptions, 'service' | 'onError'>,
): Promise<SaleTracing | null> {
  return openTracing({
    ...surroundings,
    endpoint: settings.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    ratio: settings.OTEL_TRACES_SAMPLER_ARG,
    pod: settings.POD_NAME,
    node: settings.NODE_NAME,
  });
}
