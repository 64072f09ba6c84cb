import { DiagLogLevel, diag } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { createSaleSpans } from './sale-spans.ts';
import type { SaleTracing, TracingOptions } from './tracing.ts';

/** How long a collector may take for one delivery, and for the last one at a stop, in milliseconds. */
const exportMsMax = 5_000;
const closeMsMax = 3_000;
/** Spans that may wait to be sent; further ones are dropped. */
const waitingMax = 4_096;
/** How long spans are gathered before they are sent together. */
const sendEveryMs = 1_000;
const complainEveryMs = 60_000;

/** Sends spans to a collector in the background, by OTLP as JSON over HTTP. */
export function startTracing(options: TracingOptions & { readonly endpoint: string }): SaleTracing {
  const { endpoint, service, pod, node } = options;
  diag.setLogger(complainSeldom(options.onError), { logLevel: DiagLogLevel.WARN });
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    timeoutMillis: exportMsMax,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.namespace': 'onsale',
      'service.name': service,
      ...(pod === undefined ? {} : { 'service.instance.id': pod, 'k8s.pod.name': pod }),
      ...(node === undefined ? {} : { 'k8s.node.name': node }),
    }),
    sampler: samplerOf(options.ratio),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter,
        maxQueueSize: waitingMax,
        scheduledDelayMillis: sendEveryMs,
        exportTimeoutMillis: exportMsMax,
      }),
    ],
  });
  const spans = createSaleSpans(provider.getTracer('@onsale/telemetry'));
  return {
    ...spans,
    async close() {
      await Promise.race([
        // What could not be sent has been complained of.
        provider.shutdown().catch(() => {}),
        new Promise<void>((resolve) => setTimeout(resolve, closeMsMax).unref()),
      ]);
      diag.disable();
    },
  };
}

/**
 * Draws by the trace's id, whoever began it: a page's flag would let strangers decide how much is recorded. Below a
 * span that is recorded everything is.
 */
export function samplerOf(ratio: number): Sampler {
  const root = new TraceIdRatioBasedSampler(ratio);
  return new ParentBasedSampler({ root, remoteParentSampled: root, remoteParentNotSampled: root });
}

/** The SDK's complaints as lines of our log, the first one and then one a minute: a collector may be away for hours. */
function complainSeldom(tell: (message: string) => void) {
  let quietUntilMs = Number.NEGATIVE_INFINITY;
  const complain = (message: string, ...details: unknown[]) => {
    const nowMs = performance.now();
    if (nowMs < quietUntilMs) return;
    quietUntilMs = nowMs + complainEveryMs;
    const [detail] = details;
    const reason = detail instanceof Error ? `: ${detail.message}` : '';
    tell(`traces are not sent as they should be: ${message}${reason}`);
  };
  const ignore = () => {};
  return { error: complain, warn: complain, info: ignore, debug: ignore, verbose: ignore };
}
