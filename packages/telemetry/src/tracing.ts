import type { BatchReport } from '@onsale/booking';
import type { Bus, PaymentProvider, SeatedCommand } from '@onsale/domain';

/** A command as it came from outside. */
export interface TracedCommand {
  /** What was asked, one of few: an event's name, or a method and a route. */
  readonly name: string;
  /** The caller's `traceparent`, should it have sent one. */
  readonly parent: unknown;
  /** Asked for when the work is done, and only if the command is one of those that are recorded. */
  readonly attributes: () => Readonly<Record<string, string | number>>;
}

/**
 * Records the way of a part of the commands: through its lane, its batch and the parts of that one's commit, up to
 * the publishing. What is not recorded costs a random number and a comparison.
 */
export interface SaleTracing {
  /** Does the work of a command; `codeOf` says how it ended, `OK` or the code of the refusal. */
  command<T>(command: TracedCommand, work: () => Promise<T>, codeOf: (result: T) => string): Promise<T>;
  /** The bus, with a span for each publishing of a batch that is recorded. */
  bus(bus: Bus): Bus;
  /** The provider, with a span for each question that is asked for a command that is recorded. */
  payments(provider: PaymentProvider): PaymentProvider;
  /** To be told of each command as it joins its lane, in its caller's async context. */
  readonly onQueued: (seated: SeatedCommand) => void;
  /** To be told of each batch before its entries are published. */
  readonly onBatch: (report: BatchReport) => void;
  /** Sends what is recorded still, for a few seconds at most. */
  close(): Promise<void>;
}

export interface TracingOptions {
  /** The collector's address; null for no traces. */
  readonly endpoint: string | null;
  /** Which part of the commands is recorded, from 0 to 1. */
  readonly ratio: number;
  readonly service: string;
  /** Where the process runs, as Kubernetes names it; what is not known stays out. */
  readonly pod: string | undefined;
  readonly node: string | undefined;
  /** Hears why traces could not be sent; not more often than once a minute. */
  readonly onError: (message: string) => void;
}

/** Traces to a collector, or null. Without an address no code of OpenTelemetry's is loaded at all. */
export async function openTracing(options: TracingOptions): Promise<SaleTracing | null> {
  const { endpoint } = options;
  if (endpoint === null) return null;
  const { startTracing } = await import('./otlp.ts');
  return startTracing({ ...options, endpoint });
}
