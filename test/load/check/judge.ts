import type { RunRecord } from '../report/results.ts';
import { runsWith } from '../report/select.ts';
import { barShare, type Guard } from './bars.ts';

export interface Verdict {
  readonly name: string;
  readonly value: number;
  readonly bar: number;
  readonly isPassed: boolean;
  readonly reason: string;
}

/** Judges each ratio. One that could not be computed, for want of a run or of an answer, is failed. */
export function judgeRatios(records: readonly RunRecord[], guards: readonly Guard[]): Verdict[] {
  return guards.map(({ name, value, typical, reason }) => {
    const bar = typical * barShare;
    const measured = value(records);
    return { name, value: measured, bar, isPassed: measured >= bar, reason };
  });
}

/** What no load may do, however slow the machine is: a sentence for each run that did. */
export function faultsOf(records: readonly RunRecord[]): string[] {
  return runsWith(records, { design: 'onsale' }).flatMap(({ plan, figures: { maps, unanswered } }) => {
    const faults: string[] = [];
    if (maps.wrong > 0) faults.push(`${maps.wrong} maps differ from the database`);
    if (maps.gaps > 0) faults.push(`${maps.gaps} frames were missed`);
    if (!maps.allAtHead) faults.push('some screens stayed behind');
    if (maps.lostSockets > 0) faults.push(`${maps.lostSockets} sockets were lost`);
    if (unanswered > 0) faults.push(`${unanswered} commands were not answered`);
    return faults.map((fault) => `${plan.scenario} with ${plan.viewers} viewers: ${fault}`);
  });
}
