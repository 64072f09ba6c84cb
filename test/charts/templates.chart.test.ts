import { describe, expect, it } from 'vitest';
import { serviceNames } from '../../scripts/lib/charts/service-settings.ts';
import { runCommand } from '../servers/run-command.ts';
import { chartPath, helm, valueArgs } from './helm.ts';
import { scenes } from './scenes.ts';

const unittestMsMax = 120_000;

describe('helm lint, strictly', () => {
  it.each(scenes)('$title', async (scene) => {
    await helm(['lint', '--strict', '--quiet', chartPath(scene.chart), ...valueArgs(scene)]);
  });
});

describe('helm-unittest', () => {
  it.each([...serviceNames, 'onsale'])('%s', async (chart) => {
    const args = ['--strict', '--with-subchart=false', chartPath(chart)];
    const output = await runCommand('helm-unittest', args, { timeoutMs: unittestMsMax });
    expect(output).toMatch(/Tests: +[1-9]\d* passed/);
  });
});
