import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { paymentOptionsOf, paymentSettings } from './settings.ts';

const read = (given: Readonly<Record<string, string>>) => z.object(paymentSettings).parse(given);
const surroundings = { nowMs: () => 0, onError: () => {} };

describe('the settings of payments', () => {
  it('are a sandbox within the process unless there is a provider', () => {
    expect(paymentOptionsOf(read({}), surroundings)).toEqual({
      upkeep: { settleAfterMs: 15_000, giveUpMs: 600_000 },
    });
  });

  it('make a provider over HTTP, whatever slashes its address ends with', () => {
    const settings = read({ PAYMENT_URL: 'http://provider.example/v1//', SETTLE_AFTER_MS: '250' });
    expect(settings.PAYMENT_URL).toBe('http://provider.example/v1');
    const { payments, upkeep } = paymentOptionsOf(settings, surroundings);
    expect(payments).toBeDefined();
    expect(upkeep.settleAfterMs).toBe(250);
  });

  it.each([
    [{}, false],
    [{ PAYMENT_PAGE_URL: '/' }, true],
  ])('with a provider and %j offer its page: %s', (given, isOffered) => {
    const settings = read({ PAYMENT_URL: 'http://provider.example', ...given });
    expect(paymentOptionsOf(settings, surroundings).payments?.offers?.('sandbox-page')).toBe(isOffered);
  });

  it.each([
    ['https://pay.example/sandbox/', 'https://pay.example/sandbox'],
    ['/', ''],
  ])('take %s for where browsers find the provider’s pages', (given, baseUrl) => {
    expect(read({ PAYMENT_PAGE_URL: given }).PAYMENT_PAGE_URL).toBe(baseUrl);
  });

  it.each(['https://shop.example/{show}/orders/{order}', '/orders/{order}'])(
    'take %s for where they lead back to',
    (given) => {
      expect(read({ PAYMENT_RETURN_URL: given }).PAYMENT_RETURN_URL).toBe(given);
    },
  );

  it.each([
    ['PAYMENT_PAGE_URL', '/pay'],
    ['PAYMENT_PAGE_URL', 'ftp://pay.example'],
    ['PAYMENT_RETURN_URL', '//evil.example/'],
    ['PAYMENT_RETURN_URL', 'orders/{order}'],
    ['PAYMENT_RETURN_URL', 'javascript:alert(1)'],
    ['PAYMENT_URL', 'provider.example'],
    ['PAYMENT_WEBHOOK_URL', 'file:///tmp'],
    ['PAYMENT_TIMEOUT_MS', '0'],
    ['SETTLE_AFTER_MS', '-1'],
    ['GIVE_UP_AFTER_MS', 'never'],
  ])('refuse %s=%s', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(name);
  });
});
