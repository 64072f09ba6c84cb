import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileText } from './file-text.ts';

describe('fileText', () => {
  it('is JSON of the same value, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(fileText(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('keeps what is short and every list of numbers on one line', () => {
    const x = Array.from({ length: 60 }, (_, index) => index * 100);
    expect(fileText({ name: { en: 'A', ko: '가' }, rows: [{ label: 'A', x }], left: undefined })).toBe(
      [
        '{',
        '  "name": { "en": "A", "ko": "가" },',
        '  "rows": [',
        '    {',
        '      "label": "A",',
        `      "x": [${x.join(', ')}]`,
        '    }',
        '  ]',
        '}',
        '',
      ].join('\n'),
    );
  });
});
