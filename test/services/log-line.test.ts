import { describe, expect, it } from 'vitest';
import { readableLogLine } from './log-line.ts';

describe('a line of a service’s log', () => {
  it('shows time, level and message first, then the rest', () => {
    const entry = {
      level: 'warn',
      time: '2026-03-01T12:30:01.250Z',
      service: 'realtime',
      pid: 7,
      msg: 'slow',
    };
    expect(readableLogLine(JSON.stringify(entry))).toBe('12:30:01.250 warn slow {"pid":7}');
  });

  it.each(['plain text', '{not json', '{"other":1}', '{"msg":"x","time":"no time"}', '[1]', ''])(
    'stays as it is when it is no entry: %s',
    (line) => {
      expect(readableLogLine(line)).toBe(line);
    },
  );
});
