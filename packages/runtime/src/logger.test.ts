import { describe, expect, it } from 'vitest';
import { commonSettings } from './config.ts';
import { markOf } from './log-scrub.ts';
import { createLogger, type Logger } from './logger.ts';

const buyer = '3f0c9b8e-5d2a-4c7b-9e1f-0a1b2c3d4e5f';
const hold = '01980000-0000-7000-8000-000000000001';
const token = [
  'eyJhbGciOiJIUzI1NiIsImtpZCI6ImsifQ',
  'eyJzdWIiOiJhIiwiZXhwIjoxfQ',
  'c2lnbmF0dXJlLW9mLWl0',
].join('.');

function open(level = 'trace') {
  const lines: string[] = [];
  return { lines, logger: createLogger('test', level, { write: (line) => void lines.push(line) }) };
}

/** The one line that was written. */
function written(log: (logger: Logger) => void): { line: string; facts: Record<string, unknown> } {
  const { lines, logger } = open();
  log(logger);
  expect(lines).toHaveLength(1);
  const line = lines[0] ?? '';
  return { line, facts: JSON.parse(line) as Record<string, unknown> };
}

describe('a logger', () => {
  it('names its service, and neither the machine nor the process', () => {
    expect(createLogger('seats-api', 'silent').bindings()).toEqual({ service: 'seats-api' });
  });

  it.each(commonSettings.LOG_LEVEL.unwrap().options)(
    'takes every level that the settings know: %s',
    (level) => {
      expect(createLogger('test', level).level).toBe(level);
    },
  );

  it('writes one JSON line with the time, the level by its name and what is told', () => {
    const { line, facts } = written((logger) => logger.warn({ requestId: 'r-1' }, 'hello'));
    expect(facts).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      service: 'test',
      requestId: 'r-1',
      msg: 'hello',
    });
    expect(line.indexOf('\n')).toBe(line.length - 1);
  });
});

describe('a contact', () => {
  it('never gets into a line, wherever it hangs', () => {
    const contact = { name: 'Ann Unlikely', email: 'ann@example.com' };
    const { line } = written((logger) => logger.error({ contact, order: { contact } }, 'seen'));
    expect(line).not.toMatch(/Unlikely|ann@/);
  });
});

describe('a buyer', () => {
  it('is told by a mark that is the same everywhere, and by nothing else', () => {
    const { line, facts } = written((logger) => logger.debug({ buyer }, 'refused'));
    expect(facts.buyer).toBe(markOf(buyer));
    expect(markOf(buyer)).toMatch(/^[0-9a-f]{12}$/);
    expect(markOf(hold)).not.toBe(markOf(buyer));
    expect(line).not.toContain(buyer);
  });

  it('that is not known is told as such', () => {
    expect(written((logger) => logger.debug({ buyer: null }, 'refused')).facts.buyer).toBeNull();
  });

  it('whom an error quotes is told by the mark, and his hold by its id', () => {
    const message = `Duplicate entry 'demo-${buyer}' for key 'buyers.PRIMARY' of ${hold}`;
    const { line, facts } = written((logger) => logger.error({ err: new Error(message) }, 'failed'));
    expect(line).not.toContain(buyer);
    expect(facts.err).toMatchObject({
      message: `Duplicate entry 'demo-~${markOf(buyer)}' for key 'buyers.PRIMARY' of ${hold}`,
    });
  });
});

describe('what is secret', () => {
  it.each(['ticket', 'session', 'token', 'cookie', 'authorization', 'password', 'apiKey', 'secret', 'email'])(
    'is not told by its field, at the top or below: %s',
    (field) => {
      const { line } = written((logger) =>
        logger.info({ [field]: 'hunter2', auth: { [field]: 'hunter2' } }, 'hello'),
      );
      expect(line).not.toContain('hunter2');
    },
  );

  it.each([
    ['a session or ticket', `cookie: __Host-onsale=${token}; other=1`, token],
    ['an e-mail address', 'a letter to ann.b+c@mail.example.com came back', 'ann.b'],
    ['user and password of an address', 'cannot reach mysql://onsale:hunter2@db:3306/onsale', 'hunter2'],
    ['a bearer token', 'sent authorization: Bearer sk_live_hunter2', 'hunter2'],
    ['a webhook secret', 'checked with whsec_aHVudGVyMg==', 'aHVudGVyMg'],
  ])('is not told wherever it stands: %s', (_, text, secret) => {
    const err = new Error(text, { cause: new Error(text) });
    const { line, facts } = written((logger) => logger.error({ err, deep: { er: [text] } }, text));
    expect(line).not.toContain(secret);
    expect(facts.msg).toMatch(/\[(token|e-mail|credentials|secret)\]/);
  });
});

describe('an error', () => {
  it('is told by kind, words, code, place and cause, not by what else hangs on it', () => {
    const cause = Object.assign(new TypeError('no connection'), { code: 'ECONNREFUSED', sql: 'SELECT 7' });
    const err = Object.assign(new RangeError('no answer', { cause }), {
      sql: `SELECT '${buyer}'`,
      request: { headers: { cookie: 'x' } },
    });
    const { facts } = written((logger) => logger.error({ err }, 'failed'));
    expect(facts.err).toEqual({
      type: 'RangeError',
      message: 'no answer',
      stack: expect.stringContaining('logger.test.ts'),
      cause: {
        type: 'TypeError',
        message: 'no connection',
        code: 'ECONNREFUSED',
        stack: expect.stringContaining('logger.test.ts'),
      },
    });
  });

  it.each<[what: string, thrown: unknown, told: object]>([
    ['a text', 'no answer', { type: 'string', message: 'no answer' }],
    ['an object', { order: 'o', status: 500 }, { type: 'object', message: '{"order":"o","status":500}' }],
    ['nothing', null, { type: 'object', message: 'null' }],
  ])('may be %s', (_, err, told) => {
    expect(written((logger) => logger.error({ err }, 'failed')).facts.err).toEqual(told);
  });

  it('of any size and shape makes a line of bounded length', () => {
    const err = new Error('x'.repeat(1e6));
    err.cause = err;
    const errors = Array.from({ length: 100 }, () => new Error('y'.repeat(1e6)));
    const { line } = written((logger) =>
      logger.error({ err: new AggregateError(errors, 'many', { cause: err }) }, 'failed'),
    );
    expect(line.length).toBeLessThan(60_000);
  });
});
