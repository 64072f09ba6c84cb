import { statusByCode } from '@onsale/contracts/errors';
import { describe, expect, it } from 'vitest';
import { en, type MessageKey } from './en.ts';
import { clockText, createWords, fill } from './format.ts';
import { ko } from './ko.ts';
import { chooseLanguage, directionOf } from './language.ts';

const keys = Object.keys(en) as MessageKey[];
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();

describe('messages', () => {
  it('has the same keys in both languages, none empty', () => {
    expect(Object.keys(ko).sort()).toEqual([...keys].sort());
    for (const key of keys) expect([en[key].trim(), ko[key].trim()]).not.toContain('');
  });

  it('fills in the same values in both languages', () => {
    for (const key of keys) expect([key, placeholders(ko[key])]).toEqual([key, placeholders(en[key])]);
  });

  it.each(Object.keys(statusByCode))('[A1] says why for %s in both languages', (code) => {
    expect(en).toHaveProperty(`error${code}`);
    expect(ko).toHaveProperty(`error${code}`);
  });
});

describe('words', () => {
  it('writes amounts in the currency’s minor unit', () => {
    const words = createWords('en');
    expect(words.money(123_450, 'EUR')).toBe('€1,234.50');
    expect(words.money(99_000, 'KRW')).toBe('₩99,000');
    expect(words.money(1_500, 'KWD')).toMatch(/1\.500$/);
    expect(createWords('ko').money(99_000, 'KRW')).toBe('₩99,000');
  });

  it('counts by the language’s rule', () => {
    const words = createWords('en');
    const counted = [0, 1, 2, 20_000].map((count) => words.count('seats', count));
    expect(counted).toEqual(['0 seats', '1 seat', '2 seats', '20,000 seats']);
    expect(createWords('ko').count('seats', 1)).toBe('1석');
  });

  it('takes the promoter’s text in the reader’s language, else in English', () => {
    expect(createWords('ko').local({ en: 'Stalls', ko: '1층' })).toBe('1층');
    expect(createWords('ko').local({ en: 'Stalls' })).toBe('Stalls');
  });

  it('says how long ago something was', () => {
    const spans = [0, 1_400, 59_000, 61_000, 150_000];
    expect(spans.map((spanMs) => createWords('en').ago(spanMs))).toEqual([
      '1 second ago',
      '1 second ago',
      '59 seconds ago',
      '1 minute ago',
      '3 minutes ago',
    ]);
    expect(createWords('ko').ago(2_000)).toBe('2초 전');
  });

  it('names the zone of a time', () => {
    expect(createWords('en').dateTime('2030-09-14T09:00:00Z')).toMatch(/ (UTC|GMT|[A-Z]{3,5})/);
  });

  it('says why an action was refused, with the values', () => {
    expect(createWords('en').refusal('CAP_EXCEEDED', { cap: 4 })).toBe(
      'You can have 4 seats of this show at most.',
    );
  });

  it('leaves a placeholder without a value visible', () => {
    expect(fill('{a} and {b}', { a: 0 })).toBe('0 and {b}');
  });
});

it.each([
  [-5, '0:00'],
  [1, '0:01'],
  [59_000, '0:59'],
  [60_001, '1:01'],
  [3_599_000, '59:59'],
  [3_600_000, '1:00:00'],
  [90_061_000, '25:01:01'],
])('clockText(%i) is %s', (spanMs, text) => {
  expect(clockText(spanMs)).toBe(text);
});

it.each([
  ['ko', 'en', ['en'], 'ko'],
  [null, 'ko', ['en'], 'ko'],
  ['fr', null, ['de-DE', 'ko-KR', 'en'], 'ko'],
  [null, null, ['fr'], 'en'],
  [null, 'EN-gb', ['ko'], 'en'],
] as const)('chooseLanguage(%j, %j, %j) is %s', (asked, stored, preferred, language) => {
  expect(chooseLanguage(asked, stored, preferred)).toBe(language);
});

it('lays the page out in the direction of its language', () => {
  expect([directionOf('en'), directionOf('ko'), directionOf('ar'), directionOf('he')]).toEqual([
    'ltr',
    'ltr',
    'rtl',
    'rtl',
  ]);
});
