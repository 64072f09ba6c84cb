import { describe, expect, it } from 'vitest';
import { createSessionKeys } from '../../services/session-keys.ts';
import type { Dialect } from './dialect.ts';
import { createOnsaleDialect } from './onsale-dialect.ts';
import { createTextbookDialect } from './textbook-dialect.ts';

/** What a dialect hears in a packet of which only the prefix came. */
function hear(dialect: Dialect, packet: string): unknown[] {
  const heard: unknown[] = [];
  const buffer = Buffer.from(`???${packet}`);
  dialect.hear(buffer, 3, Math.min(buffer.length, 3 + dialect.prefixBytes), packet.length, {
    answered: (id, code) => heard.push({ id, code }),
    changed: (section, from, to, length) => heard.push({ section, from, to, length }),
  });
  return heard;
}

describe('the dialect of this system', () => {
  const dialect = createOnsaleDialect({
    show: 'bench',
    sectionCount: 12,
    sessionKeys: createSessionKeys(),
    watches: true,
  });

  it('reads the versions of a frame from its beginning alone', () => {
    const set = Array.from({ length: 500 }, (_, seat) => [seat, 1]);
    const packet = `42${JSON.stringify(['seats', { show: 'bench', section: 's11', from: 907, to: 1024, set }])}`;
    expect(hear(dialect, packet)).toEqual([{ section: 11, from: 907, to: 1_024, length: packet.length }]);
    expect(dialect.changes(packet)).toEqual({ section: 11, to: 1_024, set });
  });

  it('tells grants from refusals, and why', () => {
    const granted = { ok: true, hold: { id: 'x', seats: [1] } };
    expect(hear(dialect, `4317${JSON.stringify([granted])}`)).toEqual([{ id: 17, code: '' }]);
    const refused = { ok: false, error: { code: 'SEAT_TAKEN', message: 'gone' } };
    expect(hear(dialect, `430${JSON.stringify([refused])}`)).toEqual([{ id: 0, code: 'SEAT_TAKEN' }]);
    expect(hear(dialect, '439[{"ok":false}]')).toEqual([{ id: 9, code: 'UNREADABLE' }]);
  });

  it('passes over other events', () => {
    expect(hear(dialect, '42["heads",{"show":"bench","heads":{"s1":4}}]')).toEqual([]);
    expect(hear(dialect, '42["hold",{"id":"x"}]')).toEqual([]);
    expect(dialect.changes('42["heads",{}]')).toBeNull();
  });

  it('does not take one format for another', () => {
    const packet = '42["seats",{"section":"s1","show":"bench","from":1,"to":2,"set":[]}]';
    expect(() => hear(dialect, packet)).toThrow('no number');
  });

  it('asks for the whole map only where it is drawn', () => {
    expect(dialect.joining(true)).toBe('420["watch",{"show":"bench","sections":"all"}]');
    expect(dialect.joining(false)).toContain('"since":{"s0":0,');
  });

  it('brings a ticket of its own for each socket', async () => {
    expect(await dialect.auth()).not.toBe(await dialect.auth());
  });
});

describe("the textbook's dialect", () => {
  const dialect = createTextbookDialect(7);

  it('takes the result that names its user for its answer', () => {
    const packet = '42["result",{"row":3,"col":41,"userId":"u7","actionType":"reserve"}]';
    expect(hear(dialect, packet)).toEqual([
      { section: 0, from: -1, to: 341, length: packet.length },
      { id: 341, code: '' },
    ]);
    expect(dialect.changes(packet)).toEqual({ section: 0, to: 341, set: [[341, 1]] });
  });

  it("takes another's for a change", () => {
    const packet = '42["result",{"row":0,"col":0,"userId":"u71","actionType":"reserve"}]';
    expect(hear(dialect, packet)).toEqual([{ section: 0, from: -1, to: 0, length: packet.length }]);
  });

  it('asks for a seat by its row and column', () => {
    expect(dialect.take(1, 341)).toBe('42["action",{"row":3,"col":41,"userId":"u7","actionType":"reserve"}]');
  });
});
