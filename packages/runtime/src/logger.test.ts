import { describe, expect, it } from 'vitest';
import { commonSettings } from './config.ts';
import { createLogger } from './logger.ts';

describe('a logger', () => {
  it('names its service, and neither the machine nor the process', () => {
    expect(createLogger('seats-api', 'silent').bindings()).toEqual({ service: 'seats-api' });
  });

  it.each(commonSettings.LOG_LEVEL.unwrap().options)(
    'takes every level that the settings know: %s',
    (level) => {
      expect(createLogger('test', level).level).toBe(level);
    },
  );
});
