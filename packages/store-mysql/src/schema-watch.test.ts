import { StoreUnavailable } from '@onsale/domain';
import { describe, expect, it, vi } from 'vitest';
import type { SchemaState } from './schema-state.ts';
import { watchSchema } from './schema-watch.ts';

type Answer = SchemaState | Error;

const absent: SchemaState = { kind: 'absent' };
const older: SchemaState = { kind: 'older', missing: ['0007_seat-notes', '0008_more'] };
const usable: SchemaState = { kind: 'usable' };

/** A watch on a store that gives these answers, the last one for ever. */
function watched(...answers: Answer[]) {
  const lines: string[] = [];
  const schemaState = vi.fn(async () => {
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? usable;
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const watch = watchSchema({ schemaState }, { tell: (line) => lines.push(line), everyMs: 1 });
  return { watch, lines, schemaState };
}

describe('a watch on the schema', () => {
  it('says nothing where the schema is there, and asks no more', async () => {
    const { watch, lines, schemaState } = watched(usable);
    await vi.waitFor(() => expect(watch.isUsable()).toBe(true));
    expect(lines).toEqual([]);
    expect(schemaState).toHaveBeenCalledTimes(1);
  });

  it('says each reason once, and in the end that the schema is there', async () => {
    const gone = new StoreUnavailable('MySQL: connect ECONNREFUSED');
    const { watch, lines } = watched(gone, gone, absent, absent, absent, older, older, usable);
    expect(watch.isUsable()).toBe(false);
    await vi.waitFor(() => expect(watch.isUsable()).toBe(true));
    expect(lines).toEqual([
      'not ready: MySQL: connect ECONNREFUSED',
      'not ready: the database has no tables yet: run the migrations',
      "not ready: the database's tables are older than this version needs: run the migrations 0007_seat-notes, 0008_more",
      'the schema is there',
    ]);
  });

  it('explains what the store cannot do until then, and nothing else', async () => {
    const { watch } = watched(absent, usable);
    const unavailable = new StoreUnavailable("MySQL: Table 'holds' doesn't exist");
    expect(watch.explains(unavailable)).toBe(true);
    expect(watch.explains(new Error('a defect'))).toBe(false);
    await vi.waitFor(() => expect(watch.isUsable()).toBe(true));
    expect(watch.explains(unavailable)).toBe(false);
  });

  it('asks and tells nothing after its stop', async () => {
    const { watch, lines, schemaState } = watched(absent);
    await vi.waitFor(() => expect(schemaState.mock.calls.length).toBeGreaterThan(2));
    watch.stop();
    const asked = schemaState.mock.calls.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(schemaState).toHaveBeenCalledTimes(asked);
    expect(lines).toHaveLength(1);
  });
});
