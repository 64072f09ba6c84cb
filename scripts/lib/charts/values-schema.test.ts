import { describe, expect, it } from 'vitest';
import { readValueTree } from './value-tree.ts';
import { schemaOf } from './values-schema.ts';
import { putBetweenMarks, tableOf } from './values-table.ts';

const text = [
  'pods:',
  '  # How many.',
  '  # @schema {minimum: 1}',
  '  count: 2',
  '# Names | labels.',
  "# @schema {$ref: '#/$defs/stringMap'}",
  'labels: {}',
  '# Further settings.',
  '# @settings web',
  'env: {}',
].join('\n');
const tree = readValueTree(text);

describe('the schema of values', () => {
  const schema = schemaOf(tree, (service) => [`${service.toUpperCase()}_SIZE`]);

  it('follows from each value and what is said of it, and takes no other key', () => {
    expect(schema).toMatchObject({
      additionalProperties: false,
      properties: {
        pods: {
          additionalProperties: false,
          properties: { count: { type: 'integer', minimum: 1, default: 2, description: 'How many.' } },
        },
        labels: { $ref: '#/$defs/stringMap' },
      },
    });
  });

  it('takes the settings of the service, and no others', () => {
    const setting = { type: ['string', 'number', 'boolean'] };
    expect(schema).toMatchObject({
      properties: { env: { additionalProperties: false, properties: { WEB_SIZE: setting } } },
    });
  });
});

it('refuses a value that nothing is said of', () => {
  expect(() => readValueTree('pods:\n  count: 2\n')).toThrow('Nothing is said of the value pods.count.');
});

it('shows values as a table', () => {
  expect(tableOf(tree).split('\n').slice(2)).toEqual([
    '| `pods.count` | How many. | `2` |',
    '| `labels` | Names \\| labels. | `{}` |',
    '| `env` | Further settings. | `{}` |',
  ]);
});

describe('a document', () => {
  it('keeps what stands around the place of a table', () => {
    const document = 'Before.\n<!-- values: own -->\nold\n<!-- end -->\nAfter.\n';
    expect(putBetweenMarks(document, 'own', 'new')).toBe(
      'Before.\n<!-- values: own -->\n\nnew\n\n<!-- end -->\nAfter.\n',
    );
  });

  it('must have the place', () => {
    expect(() => putBetweenMarks('Nothing.', 'own', 'new')).toThrow('There is no place for the values "own"');
  });
});
