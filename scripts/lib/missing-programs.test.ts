import { expect, it } from 'vitest';
import { missingPrograms } from './missing-programs.ts';

it('names the programs that do not start, and those that fail', async () => {
  const missing = await missingPrograms([
    [process.execPath, ['--version']],
    ['no-such-program', []],
    [process.execPath, ['--no-such-option']],
  ]);
  expect(missing).toEqual(['no-such-program', process.execPath]);
});
