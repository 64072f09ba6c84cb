import { expect, it } from 'vitest';
import { readComments } from './value-comments.ts';

it('reads what stands directly above a key, by the key’s path', () => {
  const comments = readComments(
    [
      '# Of the file.',
      '',
      '# The pods.',
      '# All of them.',
      'pods:',
      '  # How many.',
      '  count: 2',
      'other: 1',
    ].join('\n'),
  );
  expect(Object.fromEntries([...comments].map(([path, { text }]) => [path, text]))).toEqual({
    pods: 'The pods. All of them.',
    'pods.count': 'How many.',
  });
});

it('comes back from inner keys to outer ones', () => {
  const text = 'a:\n  # One.\n  b:\n    # Two.\n    c: 1\n  # Three.\n  d: 1\n# Four.\ne: 1\n';
  expect([...readComments(text).keys()]).toEqual(['a.b', 'a.b.c', 'a.d', 'e']);
});

it('takes hints out of the text', () => {
  const text =
    '# A port.\n# @schema {minimum: 1, maximum: 9}\nport: 1\n# Settings.\n# @settings web\nenv: {}\n';
  const comments = readComments(text);
  expect(comments.get('port')).toEqual({
    text: 'A port.',
    schema: { minimum: 1, maximum: 9 },
    settingsOf: undefined,
  });
  expect(comments.get('env')?.settingsOf).toBe('web');
});

it('refuses a hint that is no map', () => {
  expect(() => readComments('# @schema 7\nport: 1\n')).toThrow('@schema is no map');
});
