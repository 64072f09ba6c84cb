import { describe, expect, it } from 'vitest';
import { createKnownPaths } from './known-paths.ts';

const { allowOf } = createKnownPaths([
  { method: 'ALL', path: '/*' },
  { method: 'GET', path: '/seats' },
  { method: 'GET', path: '/holds/:id' },
  { method: 'DELETE', path: '/holds/:id' },
  { method: 'POST', path: '/holds/:id/pay' },
]);

describe('the known paths', () => {
  it.each([
    ['/seats', 'GET, HEAD'],
    ['/holds/7', 'GET, HEAD, DELETE'],
    ['/holds/%2F', 'GET, HEAD, DELETE'],
    ['/holds/7/pay', 'POST'],
    ['/holds', null],
    ['/holds/', null],
    ['/holds//pay', null],
    ['/seats/', null],
    ['/seats/1', null],
    ['/', null],
    ['', null],
    ['/SEATS', null],
  ])('%s allows %s', (path, allow) => {
    expect(allowOf(path)).toBe(allow);
  });
});
