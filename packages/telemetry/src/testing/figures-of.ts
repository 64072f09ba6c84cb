import type { Registry } from '@onsale/runtime';

/** The figures of that name in the registry's text: the labels beside the app's, and the value. */
export async function figuresOf(registry: Registry, name: string): Promise<Record<string, number>> {
  const lines = (await registry.metrics()).split('\n').filter((line) => line.startsWith(`${name}{`));
  return Object.fromEntries(
    lines.map((line) => {
      const [, labels = '', value] = /\{(.*)\} (.*)$/.exec(line) ?? [];
      const own = labels.split(',').filter((label) => !label.startsWith('app='));
      return [own.join(), Number(value)];
    }),
  );
}
