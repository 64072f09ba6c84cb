import { expect, it } from 'vitest';
import { languageOf } from './language.ts';

it.each([
  [undefined, 'en'],
  ['', 'en'],
  ['ko', 'ko'],
  ['KO-kr', 'ko'],
  ['ko-KR,ko;q=0.9,en;q=0.8', 'ko'],
  ['en-GB,ko;q=0.9', 'en'],
  ['fr,ko;q=0.1', 'ko'],
  ['en;q=0.2, ko ; q=0.7', 'ko'],
  ['ko;q=0, en', 'en'],
  ['ko;q=0', 'en'],
  ['kok', 'en'],
  ['*', 'en'],
  ['fr;q=nonsense', 'en'],
  [`${'x,'.repeat(10_000)}ko`, 'en'],
])('of "%s" is %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});
