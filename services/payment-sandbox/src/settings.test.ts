import { ConfigError } from '@onsale/runtime';
import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

describe('the settings', () => {
  it('have a default each', () => {
    expect(readSettings({})).toMatchObject({ PORT: 8083, CHARGES: 'success', WEBHOOKS: 'sent' });
  });

  it('are read from text', () => {
    const given = { PORT: '0', SLOW_MS: '7', CHARGES: 'slow', WEBHOOKS: 'lost', WEBHOOK_SECRET: secret };
    expect(readSettings(given)).toMatchObject({ ...given, PORT: 0, SLOW_MS: 7 });
  });

  it.each([
    ['SLOW_MS', '-1'],
    ['SLOW_MS', 'soon'],
    ['HANG_MS', '300001'],
    ['CHARGES', 'fast'],
    ['WEBHOOKS', 'often'],
    ['WEBHOOK_URL', 'ftp://example.com'],
    ['WEBHOOK_SECRET', 'secret'],
    ['WEBHOOK_SECRET', 'whsec_c2hvcnQ='],
    ['CHARGES_MAX', '0'],
  ])('refuse %s=%s by its name', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(ConfigError);
    expect(() => readSettings({ [name]: value })).toThrow(name);
  });
});
