import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '../services/start-sandbox.ts';
import { violationsOf } from './axe.ts';
import { openStage, type Stage } from './stage.ts';

const show = 'paying';
const widths = [360, 768, 1440] as const;

let stage: Stage;
let sandbox: RunningSandbox;
let nextSeat = 0;

beforeAll(async () => {
  [stage, sandbox] = await Promise.all([
    openStage(inject('chromiumPath'), { [show]: { holdSeconds: 600 } }),
    startSandbox(),
  ]);
}, 240_000);
afterAll(async () => {
  await stage?.close();
  await sandbox?.stop();
});

async function visit(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await stage.browser.newContext({ locale: 'en', ...options });
  return context.newPage();
}

/** UUIDv7 enough: the moment, and what nobody else has. */
function newId(): string {
  const hex = Date.now().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${crypto.randomUUID().slice(15)}`;
}

/** An order of this visitor that waits at the sale's payment page. */
async function order(page: Page): Promise<{ id: string; payAt: string }> {
  const [hold, id] = [newId(), newId()];
  const { request } = page.context();
  await request.get(`${stage.url}/api/shows`);
  const seats = { data: { seats: [nextSeat++] } };
  expect((await request.put(`${stage.url}/api/shows/${show}/holds/${hold}`, seats)).status()).toBe(201);
  const data = { id, method: 'sandbox-page' };
  const paying = await request.post(`${stage.url}/api/holds/${hold}/pay`, { data });
  const body = (await paying.json()) as { order: { state: string; payAt: string } };
  expect(body.order.state).toBe('pending');
  return { id, payAt: new URL(body.order.payAt, stage.url).href };
}

const untilState = (page: Page, id: string, state: string) =>
  expect
    .poll(
      async () => {
        const answer = await page.context().request.get(`${stage.url}/api/orders/${id}`);
        return ((await answer.json()) as { state: string }).state;
      },
      { timeout: 10_000 },
    )
    .toBe(state);

describe('a visitor of the sale in one process', () => {
  it('[P1] pays at the provider’s page, at the sale’s own address, and is back at his order', async () => {
    const page = await visit();
    const { id, payAt } = await order(page);
    expect(new URL(payAt).origin).toBe(new URL(stage.url).origin);
    await page.goto(payAt);
    await page.getByRole('button', { name: /^Pay / }).click();
    await page.waitForURL(`${stage.url}/orders/${id}`);
    await untilState(page, id, 'paid');
    await page.goto(payAt);
    expect(await page.getByRole('status').textContent()).toBe('This payment has been made.');
    await page.getByRole('link', { name: 'Back to the shop' }).click();
    await page.waitForURL(`${stage.url}/orders/${id}`);
    await page.context().close();
  });

  it('[P1] declines by keyboard alone, without a script, in Korean', async () => {
    const page = await visit({ locale: 'ko-KR', javaScriptEnabled: false });
    const { id, payAt } = await order(page);
    await page.goto(payAt);
    await page.getByRole('button', { name: '거절하기' }).waitFor();
    for (const key of ['Tab', 'Tab', 'Enter']) await page.keyboard.press(key);
    await page.waitForURL(`${stage.url}/orders/${id}`);
    await untilState(page, id, 'declined');
    await page.goto(payAt);
    expect(await page.getByRole('status').textContent()).toContain('결제가 취소되었습니다.');
    await page.context().close();
  });

  it.each(['en', 'ko'])(
    'finds nothing that axe finds, open and ended, at any width, light and dark: %s',
    async (locale) => {
      const page = await visit({ locale });
      const { payAt } = await order(page);
      const expectNothing = async (where: string) => {
        for (const width of widths)
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.setViewportSize({ width, height: 800 });
            await page.emulateMedia({ colorScheme });
            expect([where, width, colorScheme, await violationsOf(page)]).toEqual([
              where,
              width,
              colorScheme,
              [],
            ]);
            const overflows = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
            expect([where, width, overflows]).toEqual([where, width, false]);
          }
      };
      await page.goto(payAt);
      for (const button of await page.getByRole('button').all())
        expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
      await expectNothing('open');
      await page.getByRole('button').last().click();
      await page.waitForURL(/\/orders\//);
      await page.goto(payAt);
      await expectNothing('ended');
      await page.goto(`${stage.url}/pay/${newId()}`);
      await expectNothing('missing');
      await page.context().close();
    },
  );
});

describe('a visitor of a shop at another address', () => {
  it('is sent back there, which the page’s policy lets a browser do', async () => {
    const page = await visit();
    const id = newId();
    const returnUrl = `${stage.url}/orders/${id}`;
    expect(new URL(returnUrl).origin).not.toBe(new URL(sandbox.url).origin);
    const data = { id, amount: 100, currency: 'EUR', method: 'sandbox-page', returnUrl };
    await page.context().request.post(`${sandbox.url}/charges`, { data });
    await page.goto(`${sandbox.url}/pay/${id}`);
    await page.getByRole('button', { name: 'Pay €1.00' }).click();
    await page.waitForURL(returnUrl);
    await page.context().close();
  });

  it('cannot be made to pay by a page of a third', async () => {
    const page = await visit();
    const id = newId();
    const data = { id, amount: 100, currency: 'EUR', method: 'sandbox-page' };
    const { request } = page.context();
    await request.post(`${sandbox.url}/charges`, { data });
    await page.goto(`${sandbox.url}/pay/${id}`);
    const token = await page.locator('input[name=token]').inputValue();
    const attacker = await page.context().newPage();
    // Even one that has learnt the token.
    await attacker.setContent(
      `<form method="post" action="${sandbox.url}/pay/${id}"><input name="token" value="${token}"><button name="decision" value="pay">win</button></form>`,
    );
    const refused = attacker.waitForResponse((response) => response.url().startsWith(sandbox.url));
    await attacker.getByRole('button').click();
    expect((await refused).status()).toBe(403);
    expect(await (await request.get(`${sandbox.url}/charges/${id}`)).json()).toMatchObject({
      state: 'pending',
    });
    await page.context().close();
  });
});
