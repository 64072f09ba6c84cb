import { createTestSale } from '@onsale/domain/testing';
import { describe, expect, it } from 'vitest';
import { gatherEvidence } from './evidence.ts';
import { type Asked, type CallOutcome, History } from './history.ts';
import { judge } from './judge.ts';
import type { Sighting } from './viewers.ts';

const sale = createTestSale({ sections: [2, 2] });
const show = { id: sale.show.id, sale, sections: sale.plan.sections, blocked: [3] };

/** A show that nobody has bought anything of; its last seat is blocked. */
const rows = {
  show,
  nowMs: 1_000,
  seats: [0, 1, 2, 3].map((seat) => ({ seat, state: seat === 3 ? 3 : 0, hold: null, untilMs: 0 })),
  holds: [],
  orders: [],
  sections: [0, 1].map((section) => ({ section, version: 0, trimmedTo: 0 })),
  log: [],
};

const asked: Asked = { kind: 'hold', show: show.id, hold: 'h', seats: [3] };
const refused = (code: 'SEAT_TAKEN' | 'BAD_REQUEST', seats: number[] = []): CallOutcome => ({
  kind: 'refused',
  code,
  seats,
});

function problemsOf(
  outcomes: readonly CallOutcome[],
  sightings: readonly Sighting[] = [],
): readonly string[] {
  const history = new History();
  const call = { buyer: 'ann', via: 'http', process: 'seats-api-1', asked, startMs: 10, endMs: 20 } as const;
  for (const outcome of outcomes) history.add({ ...call, outcome });
  const reading = { shows: [rows], startMs: 1_000, endMs: 1_001 };
  return judge({ history, reading, sightings, refusalAgeMsMax: 0 }).problems;
}

const seen = (version: number, digits: string): Sighting => ({
  show: show.id,
  section: 'section-2',
  version,
  digits,
});

describe('the judge', () => {
  it('has nothing to say where all is well', () => {
    expect(problemsOf([refused('SEAT_TAKEN', [3])], [seen(0, '03')])).toEqual([]);
  });

  it('[L2] blames a map that the log never made, and one of a version that never was', () => {
    expect(problemsOf([], [seen(0, '13')])).toEqual([expect.stringContaining('[L2] a viewer saw')]);
    expect(problemsOf([], [seen(1, '03')])).toHaveLength(1);
  });

  it('[A1] blames a command without an answer, one that went wrong inside, and a refusal that nobody earned', () => {
    expect(problemsOf([{ kind: 'unknown', why: 'timeout' }])).toEqual([
      expect.stringContaining('[A1] 1 commands'),
    ]);
    const answered = refused('SEAT_TAKEN', [3]);
    expect(problemsOf([{ kind: 'unknown', why: 'INTERNAL' }, answered])).toEqual([
      expect.stringContaining('INTERNAL'),
    ]);
    expect(problemsOf([refused('BAD_REQUEST')])).toEqual([expect.stringContaining('BAD_REQUEST')]);
  });

  it('[S1] blames a refusal of a seat that was free', () => {
    const history = new History();
    const free = { ...asked, seats: [0] };
    const call = {
      buyer: 'ann',
      via: 'http',
      process: 'seats-api-1',
      asked: free,
      startMs: 10,
      endMs: 20,
    } as const;
    history.add({ ...call, outcome: refused('SEAT_TAKEN', [0]) });
    const reading = { shows: [rows], startMs: 1_000, endMs: 1_001 };
    const { problems } = judge({ history, reading, sightings: [], refusalAgeMsMax: 0 });
    expect(problems).toEqual([expect.stringContaining('[S1] test-show seat 0: violation in 2 acts')]);
  });

  it('[L2] does not look in the log for a map that came up after the log was read', async () => {
    const sightings = [seen(0, '03')];
    const evidence = await gatherEvidence({
      history: new History(),
      refusalAgeMsMax: 0,
      seen: () => sightings,
      read: async () => {
        sightings.push(seen(1, '13'));
        return { shows: [rows], startMs: 1_000, endMs: 1_001 };
      },
    });
    expect(judge(evidence).problems).toEqual([]);
  });
});
