import { expect, it } from 'vitest';
import { orderPath, placeOf, showPath } from './router.ts';

it.each([
  ['/', { kind: 'shows' }],
  ['/shows', { kind: 'shows' }],
  ['/shows/hamlet', { kind: 'show', id: 'hamlet' }],
  ['/shows/hamlet/', { kind: 'show', id: 'hamlet' }],
  ['/shows/%ED%96%84', { kind: 'show', id: '햄' }],
  ['/shows/%zz', { kind: 'show', id: '%zz' }],
  ['/shows/a/b', { kind: 'nowhere' }],
  ['/orders', { kind: 'orders' }],
  ['/orders/0198-7', { kind: 'order', id: '0198-7' }],
  ['/orders/a/b', { kind: 'nowhere' }],
  ['/other', { kind: 'nowhere' }],
])('placeOf(%j)', (path, place) => {
  expect(placeOf(path)).toEqual(place);
});

it('leads to the show and the order that it names', () => {
  expect(placeOf(orderPath('a/b'))).toEqual({ kind: 'order', id: 'a/b' });
  expect(placeOf(showPath('a/b c'))).toEqual({ kind: 'show', id: 'a/b c' });
});
