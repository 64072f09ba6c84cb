const lineLengthMax = 110;

/**
 * A value as JSON that people can read and that version control can compare: what fits on a line stands on
 * one, and a list of numbers always does.
 */
export function fileText(value: unknown): string {
  return `${textOf(value, '')}\n`;
}

function textOf(value: unknown, indent: string): string {
  const line = lineOf(value);
  if (typeof value !== 'object' || value === null || isListOfNumbers(value)) return line;
  if (indent.length + line.length <= lineLengthMax) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return `[\n${value.map((item) => inner + textOf(item, inner)).join(',\n')}\n${indent}]`;
  }
  const fields = fieldsOf(value).map(
    ([key, item]) => `${inner}${JSON.stringify(key)}: ${textOf(item, inner)}`,
  );
  return `{\n${fields.join(',\n')}\n${indent}}`;
}

function lineOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(lineOf).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${fieldsOf(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${lineOf(item)}`)
    .join(', ')} }`;
}

function fieldsOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}

function isListOfNumbers(value: object): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}
