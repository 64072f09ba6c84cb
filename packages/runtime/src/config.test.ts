import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigError, commonSettings, parsedSetting, readConfig } from './config.ts';

/** The sentence that the settings are refused with. */
function faultOf(shape: z.ZodRawShape, environment: Record<string, string | undefined>): string {
  try {
    readConfig(shape, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the settings were taken');
}

describe('settings', () => {
  it('are what the environment says, and otherwise their defaults', () => {
    expect(readConfig(commonSettings, { PORT: '8081', LOG_LEVEL: 'debug', UNRELATED: 'x' })).toEqual({
      PORT: 8081,
      HOST: '0.0.0.0',
      LOG_LEVEL: 'debug',
      STOP_MS_MAX: 15_000,
    });
  });

  it.each(['', ' ', '\t'])('that are empty or blank count as absent: %j', (blank) => {
    expect(readConfig({ HOST: commonSettings.HOST }, { HOST: blank })).toEqual({ HOST: '0.0.0.0' });
    // A blank is 0 to a computer, and port 0 any port.
    expect(faultOf({ PORT: commonSettings.PORT }, { PORT: blank })).toMatch(/^bad settings: PORT: /);
  });

  it.each([
    ['PORT', ['-1', '65536', '80.5', 'http', '0x10000', undefined]],
    ['LOG_LEVEL', ['loud', 'INFO']],
    ['STOP_MS_MAX', ['99', '600001', 'ten']],
  ] as const)('refuse a bad %s by its name', (name, values) => {
    for (const value of values)
      expect(faultOf(commonSettings, { PORT: '1', [name]: value })).toMatch(
        new RegExp(`^bad settings: ${name}: [^;]+$`),
      );
  });

  it('name every variable at fault, in one sentence each', () => {
    const fault = faultOf(commonSettings, { PORT: 'x', LOG_LEVEL: 'loud', STOP_MS_MAX: '0' });
    expect(fault).toMatch(/^bad settings: PORT: [^;]+; LOG_LEVEL: [^;]+; STOP_MS_MAX: [^;]+$/);
    expect(fault).not.toContain('\n');
  });

  it('never tell a value, which may be a secret', () => {
    const secrets = {
      MYSQL_URL: 'postgres://user:hunter2@db/onsale',
      SESSION_KEYS: 'hunter2-in-the-wrong-form',
      MODE: 'hunter2',
      LIMIT: 'hunter2',
      TOKEN: 'hunter2',
    };
    const fault = faultOf(
      {
        MYSQL_URL: z.url({ protocol: /^mysql$/ }),
        SESSION_KEYS: parsedSetting((): string => {
          throw new RangeError('each session key must be written id:base64url');
        }),
        MODE: z.enum(['a', 'b']),
        LIMIT: z.coerce.number().int().max(5),
        TOKEN: z
          .string()
          .min(32)
          .regex(/^[0-9a-f]+$/),
      },
      secrets,
    );
    for (const name of Object.keys(secrets)) expect(fault).toContain(`${name}: `);
    expect(fault).not.toContain('hunter2');
  });
});

describe('a setting that is parsed', () => {
  const evenOnly = parsedSetting((text) => {
    const value = Number(text);
    if (value % 2 !== 0) throw new RangeError('must be even');
    return value / 2;
  });

  it('is what the parser makes of it', () => {
    expect(readConfig({ PAIRS: evenOnly }, { PAIRS: '8' })).toEqual({ PAIRS: 4 });
  });

  it('is refused in the parser’s words', () => {
    expect(faultOf({ PAIRS: evenOnly }, { PAIRS: '7' })).toBe('bad settings: PAIRS: must be even');
  });

  it('is refused beside other faults', () => {
    expect(faultOf({ PAIRS: evenOnly, PORT: commonSettings.PORT }, { PAIRS: '7', PORT: 'x' })).toMatch(
      /^bad settings: PAIRS: must be even; PORT: /,
    );
  });

  it('is refused when it is needed and absent', () => {
    expect(faultOf({ PAIRS: evenOnly }, {})).toMatch(/^bad settings: PAIRS: /);
  });

  it('may have a default that no parser sees', () => {
    expect(readConfig({ PAIRS: evenOnly.default(3) }, {})).toEqual({ PAIRS: 3 });
  });

  it('is refused in words also when the parser throws something odd', () => {
    const odd = parsedSetting((): number => {
      throw Object.assign(Object.create(null), { toString: () => 'odd' });
    });
    expect(faultOf({ ODD: odd }, { ODD: 'x' })).toBe('bad settings: ODD: odd');
  });
});
