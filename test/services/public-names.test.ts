import { describe, expect, it } from 'vitest';
import { publicNames } from './public-names.ts';

describe('the names in a browser’s address bar', () => {
  it.each(['localhost', '127.0.0.1'])('are those of the loopback address for %s', (host) => {
    expect(publicNames(host)).toEqual(['localhost', '127.0.0.1']);
  });

  it.each([
    ['198.51.100.7', '198.51.100.7'],
    ['box.example', 'box.example'],
    ['2001:db8::7', '[2001:db8::7]'],
  ])('are the host itself for %s', (host, name) => {
    expect(publicNames(host)).toEqual([name]);
  });

  it.each(['0.0.0.0', '::'])('hold every way in for %s', (host) => {
    expect(publicNames(host)).toEqual(expect.arrayContaining(['localhost', '127.0.0.1']));
  });
});
