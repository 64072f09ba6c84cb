import { createRandom } from '@onsale/domain/testing';
import { describe, expect, it } from 'vitest';
import { Agenda } from './agenda.ts';

function drain(agenda: Agenda): number[] {
  const times: number[] = [];
  for (let due = agenda.next(); due !== undefined; due = agenda.next()) times.push(due.atMs);
  return times;
}

describe('the agenda', () => {
  it('gives out what is earliest, however it was planned', () => {
    const random = createRandom(1);
    for (let round = 0; round < 200; round++) {
      const agenda = new Agenda();
      const times = Array.from({ length: random.below(40) }, () => random.below(20));
      for (const atMs of times) agenda.add(atMs, () => true);
      expect(drain(agenda)).toEqual(times.toSorted((a, b) => a - b));
    }
  });

  it('keeps the order of planning within one moment, also among what was planned meanwhile', () => {
    const agenda = new Agenda();
    const done: string[] = [];
    const plan = (atMs: number, what: string) => agenda.add(atMs, () => done.push(what) > 0);
    for (const what of ['a', 'b', 'c', 'd']) plan(5, what);
    agenda.next()?.work();
    plan(5, 'e');
    plan(4, 'early');
    for (let due = agenda.next(); due !== undefined; due = agenda.next()) due.work();
    expect(done).toEqual(['a', 'early', 'b', 'c', 'd', 'e']);
  });
});
