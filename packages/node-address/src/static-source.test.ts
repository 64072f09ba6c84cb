import { describe, expect, it } from 'vitest';
import { createStaticSource } from './static-source.ts';

describe('a fixed list of endpoints', () => {
  it('is as given, without a slash at the end, and knows no connections', () => {
    const source = createStaticSource(['http://localhost:8082', 'https://rt.example.com/', '/']);
    const unknown = { zone: null, connections: null };
    expect(source.list()).toEqual([
      { url: 'http://localhost:8082', node: 'static-1', ...unknown },
      { url: 'https://rt.example.com', node: 'static-2', ...unknown },
      { url: '/', node: 'self', ...unknown },
    ]);
  });

  it('may be empty', () => {
    expect(createStaticSource([]).list()).toEqual([]);
  });

  it.each([
    'localhost:8082',
    '',
    'ws://rt.example.com',
    'ftp://rt.example.com',
    '//rt.example.com',
    '/path',
    'http://',
    'javascript:alert(1)',
  ])('refuses %j, and names it', (url) => {
    expect(() => createStaticSource(['/', url])).toThrow(
      new RangeError(`${url} is not an http or https URL`),
    );
  });
});
