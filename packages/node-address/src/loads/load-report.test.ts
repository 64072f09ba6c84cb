import { describe, expect, it } from 'vitest';
import { readLoadReport } from './load-report.ts';

const report = { pod: 'realtime-7f9c-x2x4k', connections: 1_204, isDraining: false };

describe('a load report', () => {
  it('is read as it was written, and whatever a later version adds is passed over', () => {
    expect(readLoadReport(JSON.stringify(report))).toEqual(report);
    expect(readLoadReport(JSON.stringify({ ...report, isDraining: true, lanes: 3 }))).toEqual({
      ...report,
      isDraining: true,
    });
  });

  it.each([
    ['no JSON', 'realtime'],
    ['nothing', 'null'],
    ['a number', '7'],
    ['a list', '[]'],
    ['without a pod', JSON.stringify({ ...report, pod: undefined })],
    ['of a pod without a name', JSON.stringify({ ...report, pod: '' })],
    ['of a pod whose name is too long', JSON.stringify({ ...report, pod: 'x'.repeat(254) })],
    ['of a pod that is no text', JSON.stringify({ ...report, pod: 7 })],
    ['without connections', JSON.stringify({ ...report, connections: undefined })],
    ['of fewer connections than none', JSON.stringify({ ...report, connections: -1 })],
    ['of half a connection', JSON.stringify({ ...report, connections: 0.5 })],
    ['of endless connections', `{"pod":"a","connections":1e999,"isDraining":false}`],
    ['that does not say whether it drains', JSON.stringify({ ...report, isDraining: 'no' })],
    ['that goes on for long', JSON.stringify({ ...report, more: 'x'.repeat(1_024) })],
  ])('is none when it is %s', (_, text) => {
    expect(readLoadReport(text)).toBeNull();
  });
});
