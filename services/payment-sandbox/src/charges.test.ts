import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Charge, ChargeContent, ChargeStatus } from './charge.ts';
import { chargeOf } from './charge-lines.ts';
import { type Charges, createCharges } from './charges.ts';
import type { Journal } from './journal.ts';

const content: ChargeContent = {
  amount: 50_00,
  currency: 'EUR',
  method: 'sandbox-card',
  webhookUrl: null,
  returnUrl: null,
  expiresAtMs: null,
};
const succeeded: ChargeStatus = { state: 'succeeded' };
const startMs = 1_000_000;
const idOf = (n: number) => `01980000-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** A journal that is kept when the test says so. */
class SlowJournal implements Journal {
  readonly lines: string[] = [];
  flushes: PromiseWithResolvers<void>[] = [];
  isSlow = false;

  append(line: string): void {
    this.lines.push(line);
  }

  flush(): Promise<void> {
    if (!this.isSlow) return Promise.resolve();
    const flush = Promise.withResolvers<void>();
    this.flushes.push(flush);
    return flush.promise;
  }

  async close(): Promise<void> {}
}

let journal: SlowJournal;
let changes: Charge[];
const onBroken = vi.fn();

function open(options: { known?: readonly Charge[]; chargesMax?: number } = {}): Charges {
  return createCharges({
    journal,
    known: options.known ?? [],
    chargesMax: options.chargesMax ?? 100,
    onChange: (charge) => changes.push(charge),
    onBroken,
  });
}

beforeEach(() => {
  vi.useFakeTimers({ now: startMs });
  journal = new SlowJournal();
  changes = [];
  onBroken.mockReset();
});
afterEach(() => void vi.useRealTimers());

describe('the books', () => {
  it('have one charge for an id, whatever it is asked for again', async () => {
    const charges = open();
    const made = await charges.post(idOf(1), content, succeeded);
    const charge = { id: idOf(1), createdAtMs: startMs, content, status: succeeded };
    expect(made).toEqual({ kind: 'made', charge });
    expect(await charges.post(idOf(1), content, { state: 'declined' })).toEqual({ kind: 'found', charge });
    for (const other of [
      { ...content, amount: 1 },
      { ...content, currency: 'KRW' },
      { ...content, method: 'sandbox-slow' },
      { ...content, webhookUrl: 'http://elsewhere.example' },
      { ...content, returnUrl: 'http://elsewhere.example' },
      { ...content, expiresAtMs: 1 },
    ])
      expect(await charges.post(idOf(1), other, succeeded)).toEqual({ kind: 'differs' });
    expect(await charges.list()).toEqual([charge]);
    expect(journal.lines).toHaveLength(1);
  });

  it('decline what was voided before it was asked for', async () => {
    const charges = open();
    await charges.void(idOf(1));
    const tombstone = { id: idOf(1), createdAtMs: startMs, content: null, status: { state: 'declined' } };
    expect(await charges.find(idOf(1))).toEqual({ kind: 'found', charge: tombstone });
    const asked = { ...tombstone, content };
    expect(await charges.post(idOf(1), content, succeeded)).toEqual({ kind: 'found', charge: asked });
    expect(await charges.post(idOf(1), { ...content, amount: 1 }, succeeded)).toEqual({ kind: 'differs' });
    expect(await charges.void(idOf(1))).toEqual({ kind: 'found', charge: asked });
  });

  it('let a pending charge succeed at its time, and not once it is void', async () => {
    const charges = open();
    const pending: ChargeStatus = { state: 'pending', succeedsAtMs: startMs + 500 };
    await charges.post(idOf(1), content, pending);
    await charges.post(idOf(2), content, pending);
    await charges.void(idOf(2));
    await vi.advanceTimersByTimeAsync(499);
    expect((await charges.list()).map(({ status }) => status.state)).toEqual(['pending', 'declined']);
    await vi.advanceTimersByTimeAsync(1);
    expect((await charges.list()).map(({ status }) => status.state)).toEqual(['succeeded', 'declined']);
    expect(changes.map(({ status }) => status.state)).toEqual([
      'pending',
      'pending',
      'declined',
      'succeeded',
    ]);
  });

  it('take up pending charges of an earlier process, and wait longer than a timer can', async () => {
    const monthMs = 30 * 86_400_000;
    const known = [10, monthMs, -5].map((dueMs, n): Charge => {
      const status: ChargeStatus = { state: 'pending', succeedsAtMs: startMs + dueMs };
      return { id: idOf(n), createdAtMs: startMs, content, status };
    });
    const charges = open({ known });
    await vi.advanceTimersByTimeAsync(10);
    expect((await charges.list()).map(({ status }) => status.state)).toEqual([
      'succeeded',
      'pending',
      'succeeded',
    ]);
    await vi.advanceTimersByTimeAsync(monthMs);
    expect((await charges.list())[1]?.status.state).toBe('succeeded');
  });

  it('give money back once, and only what was taken', async () => {
    const charges = open();
    expect(await charges.refund(idOf(1))).toEqual({ kind: 'absent' });
    await charges.post(idOf(1), content, succeeded);
    await charges.post(idOf(2), content, { state: 'declined' });
    await charges.post(idOf(3), content, { state: 'pending', succeedsAtMs: startMs + 1 });
    expect(await charges.refund(idOf(1))).toMatchObject({ charge: { status: { state: 'refunded' } } });
    expect(await charges.refund(idOf(1))).toMatchObject({ charge: { status: { state: 'refunded' } } });
    expect(await charges.void(idOf(1))).toMatchObject({ charge: { status: { state: 'refunded' } } });
    expect(await charges.refund(idOf(2))).toEqual({ kind: 'not succeeded' });
    expect(await charges.refund(idOf(3))).toEqual({ kind: 'not succeeded' });
    expect(changes.filter(({ status }) => status.state === 'refunded')).toHaveLength(1);
    await charges.close();
  });

  it('forget nothing: past their bound they take no more', async () => {
    const charges = open({ chargesMax: 2 });
    await charges.post(idOf(1), content, succeeded);
    await charges.void(idOf(2));
    expect(await charges.post(idOf(3), content, succeeded)).toEqual({ kind: 'full' });
    expect(await charges.void(idOf(3))).toEqual({ kind: 'full' });
    expect(await charges.post(idOf(1), content, succeeded)).toMatchObject({ kind: 'found' });
    expect(await charges.refund(idOf(1))).toMatchObject({ kind: 'found' });
  });
});

describe('what the books answer', () => {
  it('waits until it is kept, a look at somebody else’s change too', async () => {
    const charges = open();
    journal.isSlow = true;
    const answers: string[] = [];
    void charges.post(idOf(1), content, succeeded).then(() => answers.push('post'));
    void charges.find(idOf(1)).then(() => answers.push('find'));
    void charges.list().then(() => answers.push('list'));
    await vi.advanceTimersByTimeAsync(0);
    expect([answers, changes]).toEqual([[], []]);
    for (const flush of journal.flushes) flush.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(answers.toSorted()).toEqual(['find', 'list', 'post']);
    expect(changes).toHaveLength(1);
  });

  it('is nothing when it could not be kept', async () => {
    const charges = open();
    journal.isSlow = true;
    const posts = [charges.post(idOf(1), content, succeeded), charges.void(idOf(2))];
    for (const flush of journal.flushes) flush.reject(new Error('disk full'));
    for (const post of posts) await expect(post).rejects.toThrow('disk full');
    expect(changes).toEqual([]);
    expect(onBroken).toHaveBeenCalledTimes(1);
  });

  it('is written as lines that are read back', async () => {
    const charges = open();
    await charges.post(idOf(1), content, { state: 'pending', succeedsAtMs: startMs + 1 });
    await charges.void(idOf(2));
    await vi.advanceTimersByTimeAsync(1);
    await charges.refund(idOf(1));
    const read = new Map(journal.lines.map(chargeOf).map((charge) => [charge.id, charge]));
    expect([...read.values()]).toEqual(await charges.list());
  });
});
