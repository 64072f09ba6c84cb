import { expect, it } from 'vitest';
import { placeOf, showPath } from './router.ts';

it.each([
  ['/', { kind: 'shows' }],
  ['/shows', { kind: 'shows' }],
  ['/shows/hamlet', { kind: 'show', id: 'hamlet' }],
  ['/shows/hamlet/', { kind: 'show', id: 'hamlet' }],
  ['/shows/%ED%96%84', { kind: 'show', id: '햄' }],
  ['/shows/%zz', { kind: 'show', id: '%zz' }],
  ['/shows/a/b', { kind: 'nowhere' }],
  ['/other', { kind: 'nowhere' }],
])('placeOf(%j)', (path, place) => {
  expect(placeOf(path)).toEqual(place);
});

it('leads to the show that it names', () => {
  expect(placeOf(showPath('a/b c'))).toEqual({ kind: 'show', id: 'a/b c' });
});
