import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runStep } from './run-step.ts';

let printed = '';

beforeEach(() => {
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});

afterEach(() => vi.restoreAllMocks());

const step = { kind: 'check', title: 'a check', program: 'node', timeoutMs: 20_000 } as const;

describe('a step', () => {
  it('that passes counts as one and keeps its output to itself', async () => {
    const outcome = await runStep({ ...step, args: ['-e', 'console.log("fine")'] });
    expect(outcome).toEqual({ counts: { passed: 1, failed: 0, skipped: 0 }, failures: [] });
    expect(printed).toMatch(/^\n── a check\n── a check: passed, \d+\.\d s\n$/);
  });

  it('that fails counts as one failure and shows its output', async () => {
    const args = ['-e', 'console.error("bad thing"); process.exitCode = 2'];
    expect(await runStep({ ...step, args })).toEqual({
      counts: { passed: 0, failed: 1, skipped: 0 },
      failures: ['a check: exit code 2'],
    });
    expect(printed).toMatch(/\nbad thing\n── a check: FAILED \(exit code 2\), /);
  });

  it('that takes too long is ended and has failed', async () => {
    const args = ['-e', 'setInterval(() => {}, 1000)'];
    expect((await runStep({ ...step, args, timeoutMs: 200 })).counts.failed).toBe(1);
    expect(printed).toContain('FAILED (SIGTERM)');
  });

  it('whose program is missing has failed', async () => {
    expect((await runStep({ ...step, program: 'no-such-program', args: [] })).counts.failed).toBe(1);
    expect(printed).toContain('ENOENT');
  });
});
