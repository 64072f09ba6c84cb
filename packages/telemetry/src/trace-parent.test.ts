import { expect, it } from 'vitest';
import { parseTraceParent } from './trace-parent.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';

it.each([
  ['as the standard has it', `00-${traceId}-${spanId}-01`],
  ['not sampled', `00-${traceId}-${spanId}-00`],
  ['of a later version', `01-${traceId}-${spanId}-01`],
  ['of a later version with more in it', `cc-${traceId}-${spanId}-01-what-the-future-brings`],
])('a traceparent %s is read', (_, text) => {
  expect(parseTraceParent(text)).toEqual({ traceId, spanId });
});

it.each([
  ['nothing', undefined],
  ['no text', 7],
  ['an empty text', ''],
  ['no trace', `00-${'0'.repeat(32)}-${spanId}-01`],
  ['no span', `00-${traceId}-${'0'.repeat(16)}-01`],
  ['capitals', `00-${traceId.toUpperCase()}-${spanId}-01`],
  ['the version that is none', `ff-${traceId}-${spanId}-01`],
  ['more than version 00 has', `00-${traceId}-${spanId}-01-more`],
  ['something before it', ` 00-${traceId}-${spanId}-01`],
  ['no end', `01-${traceId}-${spanId}-01-${'x'.repeat(300)}`],
])('%s is none', (_, text) => {
  expect(parseTraceParent(text)).toBeNull();
});
