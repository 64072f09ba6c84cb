import { AsyncLocalStorage } from 'node:async_hooks';
import type { BatchReport } from '@onsale/booking';
import type { CommitPhases, LogEntry, SeatedCommand } from '@onsale/domain';
import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { parseTraceParent } from './trace-parent.ts';
import type { SaleTracing, TracedCommand } from './tracing.ts';

/** A recorded command on its way through a lane. */
interface Queued {
  readonly span: Span;
  readonly atMs: number;
  /** A batch that fails is decided again command by command; the wait before it was one. */
  hasWaited: boolean;
}

/** Codes that say something of the system rather than of what was asked. */
const failures: ReadonlySet<string> = new Set(['UNKNOWN', 'UNAVAILABLE', 'INTERNAL', 'BUSY']);

/**
 * The spans of a sale. Commands and batches are followed by the identity of the objects that go through booking and
 * store, so that these know nothing of traces. All times are of the monotonic clock, set upon one moment of the wall
 * clock's: a clock that is put right in between bends no trace.
 */
export function createSaleSpans(tracer: Tracer): Omit<SaleTracing, 'close'> {
  const active = new AsyncLocalStorage<Span>();
  const queued = new WeakMap<SeatedCommand, Queued>();
  const batches = new WeakMap<readonly LogEntry[], Span>();

  async function recorded<T>(
    span: Span,
    { attributes }: TracedCommand,
    work: () => Promise<T>,
    codeOf: (result: T) => string,
  ): Promise<T> {
    try {
      const result = await active.run(span, work);
      const code = codeOf(result);
      span.setAttribute('onsale.code', code);
      if (failures.has(code)) span.setStatus({ code: SpanStatusCode.ERROR, message: code });
      return result;
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      span.setAttributes(attributes());
      span.end(epochMs(performance.now()));
    }
  }

  function command<T>(
    asked: TracedCommand,
    work: () => Promise<T>,
    codeOf: (result: T) => string,
  ): Promise<T> {
    const startTime = epochMs(performance.now());
    const span = tracer.startSpan(asked.name, { kind: SpanKind.SERVER, startTime }, contextOf(asked.parent));
    return span.isRecording() ? recorded(span, asked, work, codeOf) : work();
  }

  function onBatch({ batch, startMs, endMs, result }: BatchReport): void {
    const commands = batch.commands.flatMap((seated) => queued.get(seated) ?? []);
    const [first, ...others] = commands;
    if (first === undefined) return;
    const span = tracer.startSpan(
      'batch',
      {
        startTime: epochMs(startMs),
        links: others.map((other) => ({ context: other.span.spanContext() })),
        attributes: {
          'onsale.show': batch.sale.show.id,
          'onsale.sections': batch.sections.length,
          'onsale.commands': batch.commands.length,
        },
      },
      under(first.span),
    );
    for (const one of commands) recordWait(one, span, startMs);
    if (result.kind === 'failed') fail(span, result.error);
    else {
      recordPhases(span, startMs, result.committed.phases);
      batches.set(result.committed.entries, span);
    }
    span.end(epochMs(endMs));
  }

  /** In each command's own trace, where the batch is a link away unless it is that one's child. */
  function recordWait(one: Queued, batch: Span, untilMs: number): void {
    if (one.hasWaited) return;
    one.hasWaited = true;
    const links = [{ context: batch.spanContext() }];
    tracer
      .startSpan('lane wait', { startTime: epochMs(one.atMs), links }, under(one.span))
      .end(epochMs(untilMs));
  }

  function recordPhases(batch: Span, startMs: number, phases: CommitPhases | undefined): void {
    if (phases === undefined) return;
    let fromMs = startMs;
    for (const [name, ms] of [
      ['connection', phases.waitMs],
      ['load', phases.loadMs],
      ['decide', phases.decideMs],
      ['save', phases.saveMs],
    ] as const) {
      const span = tracer.startSpan(name, { startTime: epochMs(fromMs) }, under(batch));
      fromMs += ms;
      span.end(epochMs(fromMs));
    }
  }

  /** Work below a span, when there is one. */
  function within<T>(parent: Span | undefined, name: string, kind: SpanKind, work: () => T): T {
    if (parent === undefined) return work();
    const span = tracer.startSpan(name, { kind, startTime: epochMs(performance.now()) }, under(parent));
    const end = () => span.end(epochMs(performance.now()));
    try {
      const result = work();
      if (result instanceof Promise) result.then(end, end);
      else end();
      return result;
    } catch (error) {
      fail(span, error);
      end();
      throw error;
    }
  }

  return {
    command,
    onQueued(seated) {
      const span = active.getStore();
      if (span !== undefined) queued.set(seated, { span, atMs: performance.now(), hasWaited: false });
    },
    onBatch,
    bus: (bus) => ({
      publish: (entries) =>
        within(batches.get(entries), 'publish', SpanKind.PRODUCER, () => bus.publish(entries)),
      subscribe: (listener) => bus.subscribe(listener),
      close: () => bus.close(),
    }),
    payments(provider) {
      const ask = <T>(name: string, work: () => Promise<T>): Promise<T> =>
        within(active.getStore(), `payment ${name}`, SpanKind.CLIENT, work);
      return {
        start: (order, method, untilMs) => ask('start', () => provider.start(order, method, untilMs)),
        offers: (method) => provider.offers?.(method) ?? true,
        pageOf: async (order) => provider.pageOf?.(order) ?? null,
        lookup: (order) => ask('lookup', () => provider.lookup(order)),
        void: (order) => ask('void', () => provider.void(order)),
        refund: (order) => ask('refund', () => provider.refund(order)),
        readWebhook: (headers, body) => provider.readWebhook(headers, body),
      };
    },
  };
}

function contextOf(parent: unknown): Context {
  const caller = parseTraceParent(parent);
  if (caller === null) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, { ...caller, traceFlags: TraceFlags.NONE, isRemote: true });
}

function under(span: Span): Context {
  return trace.setSpan(ROOT_CONTEXT, span);
}

/** The kind of an error only: its words may quote what buyers sent. */
function fail(span: Span, error: unknown): void {
  const kind = error instanceof Error ? error.name : typeof error;
  span.setAttribute('error.type', kind);
  span.setStatus({ code: SpanStatusCode.ERROR, message: kind });
}

function epochMs(monotonicMs: number): number {
  return performance.timeOrigin + monotonicMs;
}
