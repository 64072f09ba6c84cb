import { ConfigError } from '@onsale/runtime';
import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

const secret = Buffer.alloc(32, 1).toString('base64url');
const needed = {
  MYSQL_URL: 'mysql://onsale:hunter2@db:3306/onsale',
  REDIS_URL: 'redis://:hunter2@cache:6379',
  SESSION_KEYS: `first:${secret}`,
};

function faultOf(environment: Record<string, string>): string {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the settings were taken');
}

describe('the settings of the realtime service', () => {
  it('have defaults for all but where the stores are and what signs', () => {
    const settings = readSettings(needed);
    expect(settings).toMatchObject({
      PORT: 8082,
      HOST: '0.0.0.0',
      LOG_LEVEL: 'info',
      DEFAULT_SHOW: 'demo',
      MYSQL_CONNECTIONS_MAX: 10,
      MOVE_MS: 5_000,
    });
    expect(settings.SESSION_KEYS.signing.id).toBe('first');
    const page = { origin: 'https://shop.example', host: 'rt.example', fetchSite: undefined };
    expect(settings.ALLOWED_ORIGINS.isAllowed(page)).toBe(false);
  });

  it('name the files for TLS, both or none', () => {
    expect(readSettings(needed).tls).toBeNull();
    const files = { TLS_CERT_FILE: '/tls/tls.crt', TLS_KEY_FILE: '/tls/tls.key' };
    expect(readSettings({ ...needed, ...files }).tls).toEqual({
      certFile: '/tls/tls.crt',
      keyFile: '/tls/tls.key',
    });
    expect(faultOf({ ...needed, TLS_CERT_FILE: '/tls/tls.crt' })).toMatch(/TLS_KEY_FILE: is needed/);
  });

  it('leave time to move within the time to stop', () => {
    const { MOVE_MS, STOP_MS_MAX } = readSettings(needed);
    expect(MOVE_MS).toBeLessThan(STOP_MS_MAX);
  });

  it('name everything that is missing', () => {
    const fault = faultOf({});
    for (const name of Object.keys(needed)) expect(fault).toContain(`${name}: `);
  });

  it.each([
    ['MYSQL_URL', 'postgres://onsale:hunter2@db/onsale'],
    ['MYSQL_URL', 'hunter2'],
    ['REDIS_URL', 'http://:hunter2@cache'],
    ['SESSION_KEYS', 'hunter2'],
    ['SESSION_KEYS', `hunter2:${secret}:more`],
    ['SESSION_KEYS', 'first:hunter2'],
    ['ALLOWED_ORIGINS', 'shop.example'],
    ['MYSQL_CONNECTIONS_MAX', '0'],
    ['MOVE_MS', '-1'],
  ])('refuse %s=%s by its name, and tell no secret', (name, value) => {
    const fault = faultOf({ ...needed, [name]: value });
    expect(fault).toMatch(new RegExp(`^bad settings: ${name}: [^;]+$`));
    expect(fault).not.toContain('hunter2');
    expect(fault).not.toContain(secret);
  });
});
