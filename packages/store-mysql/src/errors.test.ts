import { OutcomeUnknown, StoreUnavailable } from '@onsale/domain';
import { describe, expect, it } from 'vitest';
import { answering, unknown } from './errors.ts';
import { openMysqlStore } from './store.ts';

const withCode = (message: string) => Object.assign(new Error(message), { code: 'ECONNREFUSED' });

describe('what goes wrong with the server', () => {
  it.each([
    withCode('connect ECONNREFUSED'),
    new Error('drizzle', { cause: withCode('connect ECONNREFUSED') }),
    new Error('Queue limit reached.'),
  ])('[A1] is StoreUnavailable: %s', async (error) => {
    await expect(answering(() => Promise.reject(error))).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('[A1] around COMMIT is OutcomeUnknown', () => {
    expect(unknown(withCode('reset'))).toBeInstanceOf(OutcomeUnknown);
  });

  it('is not what the code itself does wrong', async () => {
    await expect(answering(() => Promise.reject(new TypeError('defect')))).rejects.toBeInstanceOf(TypeError);
  });
});

describe('a pool', () => {
  it('[A1] whose queue is full, and one that is closed, are StoreUnavailable at once', async () => {
    // Nobody listens there; a connection is tried once, and only one call may wait for it.
    const url = 'mysql://nobody:x@127.0.0.1:9/none';
    const store = await openMysqlStore({ url, connectionsMax: 1, queueMax: 1 });
    const calls = await Promise.allSettled(Array.from({ length: 20 }, () => store.nowMs()));
    for (const call of calls)
      expect(call.status === 'rejected' && call.reason).toBeInstanceOf(StoreUnavailable);
    const reasons = calls.map((call) => (call.status === 'rejected' ? String(call.reason) : ''));
    expect(reasons.some((reason) => reason.includes('Queue limit reached'))).toBe(true);
    await store.close();
    await expect(store.nowMs()).rejects.toBeInstanceOf(StoreUnavailable);
  });
});
