import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { chartsFolder, makeChartFiles } from '../../scripts/lib/charts/chart-files.ts';
import { serviceNames } from '../../scripts/lib/charts/service-settings.ts';
import { rootFolder } from '../../scripts/lib/test-steps.ts';

const read = (path: string) => readFileSync(join(chartsFolder, path), 'utf8');

describe('what follows from comments in values.yaml', () => {
  it.each(makeChartFiles())('is as it should be: $path', ({ path, text }) => {
    expect(read(path), 'run `pnpm charts:docs`').toBe(text);
  });
});

describe('every chart', () => {
  const release = JSON.parse(readFileSync(join(rootFolder, 'package.json'), 'utf8')).version;

  it.each([...serviceNames, 'onsale'])('%s installs the images of this version', (chart) => {
    expect(parse(read(`${chart}/Chart.yaml`))).toMatchObject({ name: chart, appVersion: release });
  });

  it('that scales by connections asks for what the adapter tells and the service counts', () => {
    const metric = 'onsale_realtime_connections';
    const counted = readFileSync(join(rootFolder, 'services/realtime/src/realtime-metrics.ts'), 'utf8');
    const told = parse(readFileSync(join(rootFolder, 'k8s/prometheus-adapter.yaml'), 'utf8'));
    expect(counted).toContain(`'${metric}'`);
    expect(told).toMatchObject({ rules: { custom: [{ name: { as: metric } }] } });
    expect(read('common/templates/_autoscaler.tpl')).toContain(`name: ${metric}`);
  });
});

describe('the tests of templates', () => {
  const charts = [
    'common',
    'seats-api',
    'realtime',
    'web',
    'payment-sandbox',
    'onsale',
    'onsale/charts/demo',
  ];
  const templates = charts.flatMap((chart) =>
    globSync(`${chart}/templates/**/*.{yaml,tpl,txt}`, { cwd: chartsFolder }),
  );
  const suites = globSync('*/tests/*_test.yaml', { cwd: chartsFolder }).map(read).join('\n');

  it('name every template', () => {
    const unnamed = templates
      .filter((path) => !path.endsWith('.tpl') && !path.endsWith('checks.yaml'))
      .filter((path) => !suites.includes(path.replace(/^.*?(?=templates\/)/, '')));
    expect(unnamed).toEqual([]);
  });

  it('cite every sentence that ends a command', () => {
    const sentences = templates.flatMap((path) =>
      [...read(path).matchAll(/fail \(?(?:printf )?"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? ''),
    );
    expect(sentences.length).toBeGreaterThan(20);
    expect(sentences.filter((sentence) => !isCited(sentence, suites))).toEqual([]);
  });
});

/** Sentences that tell a developer of the charts, not an operator, what is wrong. */
const forDevelopers = /\.facts is no YAML/;

/** Whether a part of the sentence between its placeholders, long enough to be no other's, stands in the tests. */
function isCited(sentence: string, suites: string): boolean {
  const plain = suites.replaceAll('\\', '').replaceAll('.s ', "'s ");
  const parts = sentence.split(/%[a-z]/).map((part) => part.replace(/^\W+/, ''));
  const longest = parts.reduce((one, other) => (other.length > one.length ? other : one), '');
  return forDevelopers.test(sentence) || plain.includes(longest.replaceAll('\\', '').slice(0, 32));
}
