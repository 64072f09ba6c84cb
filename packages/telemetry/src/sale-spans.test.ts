import { createInProcessHub, createSandboxPayments } from '@onsale/booking';
import { type CommitPhases, type Outcome, StoreUnavailable } from '@onsale/domain';
import { SpanStatusCode } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { describe, expect, it } from 'vitest';
import { samplerOf } from './otlp.ts';
import { createSaleSpans } from './sale-spans.ts';
import { SaleStage } from './testing/sale-stage.ts';

const phases: CommitPhases = { waitMs: 1, loadMs: 2, decideMs: 3, saveMs: 4 };
const codeOf = (outcome: Outcome) => (outcome.ok ? 'OK' : outcome.error.code);

class SpanBench {
  readonly #exporter = new InMemorySpanExporter();
  readonly spans;
  readonly stage: SaleStage;
  fault: Error | null = null;

  constructor(ratio = 1) {
    const provider = new TracerProvider({
      sampler: samplerOf(ratio),
      spanProcessors: [new SimpleSpanProcessor({ exporter: this.#exporter })],
    });
    this.spans = createSaleSpans(provider.getTracer('test'));
    this.stage = new SaleStage(
      {
        bus: this.spans.bus(createInProcessHub().connect()),
        payments: this.spans.payments(createSandboxPayments()),
        onQueued: this.spans.onQueued,
      },
      {},
      async (store, batch) => {
        if (this.fault !== null) throw this.fault;
        return { ...(await store.commit(batch)), phases };
      },
    );
    this.stage.room.onBatch(this.spans.onBatch);
  }

  /** A command that is traced as the services do it. */
  command(name: string, work: () => Promise<Outcome>, parent?: string): Promise<Outcome> {
    return this.spans.command({ name, parent, attributes: () => ({ 'onsale.buyer': 'mark' }) }, work, codeOf);
  }

  hold(buyer: string, seats: readonly number[], parent?: string): Promise<Outcome> {
    return this.command('hold', () => this.stage.hold(buyer, seats), parent);
  }

  get all(): readonly ReadableSpan[] {
    return this.#exporter.getFinishedSpans();
  }

  named(name: string): readonly ReadableSpan[] {
    return this.all.filter((span) => span.name === name);
  }

  /** The only span of that name. */
  one(name: string): ReadableSpan {
    const [span, ...others] = this.named(name);
    if (span === undefined || others.length > 0) throw new Error(`${this.named(name).length} spans ${name}`);
    return span;
  }
}

const idOf = (span: ReadableSpan | undefined) => span?.spanContext().spanId;
const parentOf = (span: ReadableSpan) => span.parentSpanContext?.spanId;
const linksOf = (span: ReadableSpan) => span.links.map(({ context }) => context.spanId);
const msOf = ([seconds, nanoseconds]: [number, number]) => seconds * 1_000 + nanoseconds / 1e6;

describe('a command that is recorded', () => {
  it('is followed through its lane, its batch and the parts of the commit to the publishing', async () => {
    const bench = new SpanBench();
    await bench.hold('ann', [0]);
    const [command, batch] = [bench.one('hold'), bench.one('batch')];
    expect(command.attributes).toEqual({ 'onsale.code': 'OK', 'onsale.buyer': 'mark' });
    expect(parentOf(batch)).toBe(idOf(command));
    expect(batch.attributes).toEqual({
      'onsale.show': 'test-show',
      'onsale.sections': 1,
      'onsale.commands': 1,
    });
    const wait = bench.one('lane wait');
    expect(parentOf(wait)).toBe(idOf(command));
    expect(linksOf(wait)).toEqual([idOf(batch)]);
    for (const name of ['connection', 'load', 'decide', 'save', 'publish'])
      expect(parentOf(bench.one(name))).toBe(idOf(batch));
    expect(new Set(bench.all.map((span) => span.spanContext().traceId)).size).toBe(1);
  });

  it('has its parts one after the other, by one clock', async () => {
    const bench = new SpanBench();
    await bench.hold('ann', [0]);
    const [command, wait, batch] = [bench.one('hold'), bench.one('lane wait'), bench.one('batch')];
    expect(msOf(wait.startTime)).toBeGreaterThanOrEqual(msOf(command.startTime));
    expect(msOf(wait.endTime)).toBe(msOf(batch.startTime));
    const parts = ['connection', 'load', 'decide', 'save'].map((name) => bench.one(name));
    const [first] = parts;
    expect(first?.startTime).toEqual(batch.startTime);
    expect(parts.map((part) => Math.round(msOf(part.duration)))).toEqual([1, 2, 3, 4]);
    for (const [index, part] of parts.slice(1).entries())
      expect(part.startTime).toEqual(parts[index]?.endTime);
    expect(msOf(command.endTime)).toBeGreaterThanOrEqual(msOf(batch.endTime));
  });

  it('goes on with its caller’s trace', async () => {
    const bench = new SpanBench();
    await bench.hold('ann', [0], '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00');
    const command = bench.one('hold');
    expect(command.spanContext().traceId).toBe('0af7651916cd43dd8448eb211c80319c');
    expect(parentOf(command)).toBe('b7ad6b7169203331');
  });

  it('begins a trace when its caller has none that could be read', async () => {
    const bench = new SpanBench();
    await bench.hold('ann', [0], 'nonsense');
    expect(parentOf(bench.one('hold'))).toBeUndefined();
  });

  it('shares its batch with others, which are a link away from it and back', async () => {
    const bench = new SpanBench();
    await Promise.all([bench.hold('ann', [0]), bench.hold('bob', [1]), bench.hold('cem', [2])]);
    const [, batch] = bench.named('batch');
    if (batch === undefined) throw new Error('no second batch');
    const [, bob, cem] = bench.named('hold');
    expect(batch.attributes['onsale.commands']).toBe(2);
    expect(parentOf(batch)).toBe(idOf(bob));
    expect(linksOf(batch)).toEqual([idOf(cem)]);
    const waits = bench.named('lane wait').filter((wait) => linksOf(wait).includes(idOf(batch) ?? ''));
    expect(waits.map(parentOf)).toEqual([idOf(bob), idOf(cem)]);
  });

  it('that is refused says why, and publishes nothing', async () => {
    const bench = new SpanBench();
    await bench.stage.hold('ann', [0]);
    await bench.hold('bob', [0]);
    const command = bench.one('hold');
    expect(command.attributes['onsale.code']).toBe('SEAT_TAKEN');
    expect(command.status.code).toBe(SpanStatusCode.UNSET);
    expect(bench.named('publish')).toEqual([]);
  });

  it('that fails is an error, of which only the kind is told', async () => {
    const bench = new SpanBench();
    bench.fault = new StoreUnavailable('MySQL: Access denied for user ann');
    await bench.hold('ann', [0]);
    expect(bench.one('hold').status).toEqual({ code: SpanStatusCode.ERROR, message: 'UNAVAILABLE' });
    expect(bench.one('batch').status).toEqual({ code: SpanStatusCode.ERROR, message: 'StoreUnavailable' });
    expect(
      JSON.stringify(bench.all.map(({ attributes, status, events }) => [attributes, status, events])),
    ).not.toContain('denied');
  });

  it('asks the provider within its own trace', async () => {
    const bench = new SpanBench();
    const { id } = await bench.stage.held('ann', [0]);
    const { booking } = bench.stage.room;
    await bench.command('pay', () => booking.pay('ann', id, bench.stage.newId(), 'sandbox-card'));
    expect(bench.named('batch')).toHaveLength(2);
    expect(parentOf(bench.one('payment start'))).toBe(idOf(bench.one('pay')));
  });
});

describe('a command that is not recorded', () => {
  it('leaves no span, whatever its caller’s flag says, nor does its batch', async () => {
    const bench = new SpanBench(0);
    await bench.hold('ann', [0], '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01');
    expect(bench.all).toEqual([]);
  });

  it('is carried along by a batch that is recorded for another', async () => {
    const bench = new SpanBench();
    await Promise.all([bench.stage.hold('ann', [0]), bench.stage.hold('bob', [1]), bench.hold('cem', [2])]);
    expect(bench.one('batch').attributes['onsale.commands']).toBe(2);
    expect(linksOf(bench.one('batch'))).toEqual([]);
  });
});
