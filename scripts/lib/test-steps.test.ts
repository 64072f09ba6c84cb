import { describe, expect, it } from 'vitest';
import { selectSteps } from './test-steps.ts';

const titles = (names: readonly string[], more: { onlyStatic?: boolean; isCi?: boolean } = {}) =>
  selectSteps({ names, ...more }, '/reports').map(({ title }) => title);

describe('the steps of `pnpm test`', () => {
  it('are the static checks and then every kind of test', () => {
    const all = titles([]);
    expect(all).toEqual(
      expect.arrayContaining(['types of the repository', 'types of packages/domain', 'unused code']),
    );
    expect(all.slice(-3)).toEqual(['unit tests', 'integration tests', 'browser tests']);
  });

  it('are only the static checks when asked', () => {
    expect(titles([], { onlyStatic: true })).toEqual(titles([]).slice(0, -3));
  });

  it('end with what is measured and with the fault suite in CI', () => {
    expect(titles([], { isCi: true })).toEqual([...titles([]), 'faults tests']);
  });

  it('are only the named tests when asked', () => {
    expect(titles(['browser'])).toEqual(['browser tests']);
  });

  it('are refused when a name is unknown', () => {
    expect(() => titles(['load'])).toThrow(
      'There are no "load" tests; there are unit, integration, browser, page, faults.',
    );
  });
});
