import { join, resolve } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { violationsOf } from './axe.ts';
import { Buyer } from './buyer.ts';
import { crowd } from './crowd.ts';
import { type EmbedStage, openEmbedStage } from './embed-stage.ts';
import { EmbeddedBuyer, writeEmbeddingPage } from './embedding-page.ts';
import type { ForeignSite } from './foreign-site.ts';
import { isUpdatingScreenshots } from './update-screenshots.ts';

const screenshotsFolder = resolve(import.meta.dirname, 'screenshots');

let stage: EmbedStage;
let context: BrowserContext;
/** Each test has seats of its own: they share two sales. */
let nextSeat = 0;
const freshSeat = () => nextSeat++;

beforeAll(async () => {
  stage = await openEmbedStage(inject('chromiumPath'));
  const { plain, secure } = stage;
  for (const site of [plain.neighbour, plain.far, plain.unlisted]) writeEmbeddingPage(site, plain.sale);
  for (const site of [secure.far, secure.unlisted]) writeEmbeddingPage(site, secure.sale);
}, 240_000);

afterAll(() => stage?.close());

beforeEach(async () => {
  context = await stage.browser.newContext({ viewport: { width: 1440, height: 900 } });
  return () => context.close();
});

describe.each([
  ['of the same site', () => [stage.plain.sale, stage.plain.neighbour] as const],
  ['of another site, on https', () => [stage.secure.sale, stage.secure.far] as const],
])('a listed page %s', (_, places) => {
  it('[I1] [L2] holds and pays in its visitor’s name, and everybody sees it', async () => {
    const [sale, site] = places();
    const [bought, held] = [freshSeat(), freshSeat()];
    const other = await Buyer.arrive(stage.browser, sale);
    await other.open('demo');
    const buyer = await EmbeddedBuyer.arrive(context, site);
    await buyer.isLive();
    await buyer.click(bought);
    await buyer.owns(bought, 'mine');
    await other.sees(bought, 'held');
    await buyer.pay();
    await buyer.owns(bought, 'owned');
    await other.sees(bought, 'sold');
    await buyer.click(held);
    await buyer.owns(held, 'mine');

    const seat = { seat: bought, section: 'grid', row: expect.any(String), number: expect.any(String) };
    const seats = [expect.objectContaining(seat)];
    expect(await buyer.told('onsale-chosen')).toEqual({ show: 'demo', seats });
    const hold = await buyer.told('onsale-held');
    expect(hold).toMatchObject({ show: 'demo', seats, amount: expect.any(Number) });
    const order = { show: 'demo', hold: hold.hold, order: expect.any(String), seats, amount: hold.amount };
    expect(await buyer.told('onsale-paid')).toMatchObject(order);

    // The session lasts from visit to visit, and what was paid is no news then.
    await buyer.page.reload();
    await buyer.isLive();
    await buyer.owns(bought, 'owned');
    await buyer.owns(held, 'mine');
    expect(await buyer.toldNames()).toEqual(['onsale-chosen', 'onsale-held']);
    expect(buyer.faults).toEqual([]);
    await other.leave();
  });
});

it('[I1] the cookie of a page of another site is kept for that site alone', async () => {
  const { sale, far } = stage.secure;
  const buyer = await EmbeddedBuyer.arrive(context, far);
  await buyer.isLive();
  const cookies = await context.cookies(sale);
  expect(cookies).toMatchObject([
    { name: '__Host-onsale-embedded', httpOnly: true, secure: true, sameSite: 'None' },
  ]);
  const [cookie] = cookies as { partitionKey?: string }[];
  expect(cookie?.partitionKey).toContain('127.0.0.1');
  // The sale's own page knows nobody by it.
  await buyer.click(freshSeat());
  await buyer.told('onsale-held');
  const page = await context.newPage();
  await page.goto(`${sale}/shows/demo`);
  await page.locator('[data-testid=basket][data-count="0"]').waitFor();
});

it('[I1] on plain http a listed page of another site shows the map, and says that nothing can be held', async () => {
  const buyer = await EmbeddedBuyer.arrive(context, stage.plain.far);
  await buyer.isLive();
  await buyer.page.locator('[data-testid=banner][data-kind=forgotten]').waitFor();
  await buyer.click(freshSeat());
  expect(await buyer.told('onsale-failure')).toMatchObject({ show: 'demo', code: 'NO_SESSION' });
  expect(await context.cookies(stage.plain.sale)).toEqual([]);
});

describe('a page that is not listed', () => {
  it.each([
    ['of the same site', () => stage.plain.unlisted],
    ['of another site, on https', () => stage.secure.unlisted],
  ])('[I1] %s: the element says that it does not get through', async (_, site) => {
    const buyer = await EmbeddedBuyer.arrive(context, site());
    await buyer.page.locator('[data-testid=failure][data-code=UNAVAILABLE]').waitFor();
    const failure = { show: 'demo', code: 'UNAVAILABLE', message: expect.stringMatching(/.{10}/) };
    expect(await buyer.told('onsale-failure')).toEqual(failure);
  });

  /** How each request ended, sent by the page's own script with the visitor's cookies. */
  const tryAll = (page: Page, sale: string, hold: string) =>
    page.evaluate(
      async ([base, id]) => {
        const ask = async (path: string, init: RequestInit = {}): Promise<string> => {
          try {
            const response = await fetch(base + path, init);
            return `${response.type} ${response.status}`;
          } catch {
            return 'nothing';
          }
        };
        const credentials = 'include';
        const json = { 'content-type': 'application/json' };
        const text = { method: 'POST', mode: 'no-cors', credentials, body: '{}' } as const;
        return {
          'seats, without credentials': await ask('/api/shows/demo/seats'),
          'show, without credentials': await ask('/api/shows/demo'),
          'show, with them': await ask('/api/shows/demo', { credentials }),
          'holds, with them': await ask('/api/shows/demo/holds', { credentials }),
          'hold, with them': await ask(`/api/holds/${id}`, { credentials }),
          'ticket, with them': await ask('/api/realtime?show=demo', { credentials }),
          'ticket, without': await ask('/api/realtime?show=demo'),
          release: await ask(`/api/holds/${id}`, { method: 'DELETE', credentials }),
          pay: await ask(`/api/holds/${id}/pay`, { method: 'POST', credentials, headers: json, body: '{}' }),
          'pay as a form does': await ask(`/api/holds/${id}/pay`, text),
        };
      },
      [sale, hold] as const,
    );
  const answers = {
    'seats, without credentials': 'cors 200',
    'show, without credentials': 'cors 200',
    'show, with them': 'nothing',
    'holds, with them': 'nothing',
    'hold, with them': 'nothing',
    'ticket, with them': 'nothing',
    'ticket, without': 'nothing',
    release: 'nothing',
    pay: 'nothing',
    'pay as a form does': 'opaque 0',
  };

  it.each([
    ['of the same site', () => [stage.plain.sale, stage.plain.neighbour, stage.plain.unlisted] as const],
    ['of another site', () => [stage.secure.sale, stage.secure.far, stage.secure.unlisted] as const],
  ])('[I1] %s reads what everybody may, and does nothing in a visitor’s name', async (_, places) => {
    const [sale, listed, unlisted] = places();
    const seat = freshSeat();
    const buyer = await EmbeddedBuyer.arrive(context, listed);
    await buyer.isLive();
    await buyer.click(seat);
    const { hold } = await buyer.told('onsale-held');
    const page = await context.newPage();
    const policy = { 'content-security-policy': "default-src * 'unsafe-inline'" };
    unlisted.files.set('/try', { type: 'text/html', text: '<title>Try</title>', headers: policy });
    await page.goto(`${unlisted.origin}/try`);
    expect(await tryAll(page, sale, hold)).toEqual(answers);
    const socket = await page.evaluate(
      (url) =>
        new Promise((done) => {
          const opened = new WebSocket(url);
          opened.onopen = () => done('open');
          opened.onerror = () => done('refused');
        }),
      `${sale.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
    );
    expect(socket).toBe('refused');
    await buyer.page.reload();
    await buyer.isLive();
    await buyer.owns(seat, 'mine');
  });
});

describe('the element on a page', () => {
  const arrive = async (site: ForeignSite = stage.plain.neighbour): Promise<EmbeddedBuyer> => {
    const buyer = await EmbeddedBuyer.arrive(context, site);
    await buyer.isLive();
    return buyer;
  };
  const styleOf = (page: Page, selector: string, name: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((node, property) => getComputedStyle(node).getPropertyValue(property), name);

  it('takes no style of the page, and gives it none', async () => {
    const { page } = await arrive();
    const pay = 'onsale-seatmap [data-testid=way-list]';
    expect(await styleOf(page, pay, 'background-color')).not.toBe('rgb(255, 105, 180)');
    expect(await styleOf(page, pay, 'transform')).toBe('none');
    const within = 'onsale-seatmap .show-head h2';
    expect(await styleOf(page, within, 'display')).toBe('block');
    expect(await styleOf(page, within, 'letter-spacing')).not.toBe('3px');
    expect(await styleOf(page, within, 'font-style')).toBe('normal');
    expect(await styleOf(page, within, 'text-align')).toBe('start');
    expect(await styleOf(page, within, 'color')).toBe('rgb(23, 32, 46)');
    expect(await styleOf(page, 'onsale-seatmap canvas', '--map-ground')).toBe('#f7f9fb');
    expect(await styleOf(page, '#around', 'color')).toBe('rgb(4, 5, 6)');
    expect(await styleOf(page, 'body', 'font-style')).toBe('italic');
    expect(await styleOf(page, 'h1', 'font-size')).toBe('40px');
    const globals = await page.evaluate(() => [
      'onsale' in window,
      document.title,
      location.href,
      document.styleSheets.length + document.adoptedStyleSheets.length,
    ]);
    expect(globals).toEqual([false, 'The theatre', `${stage.plain.neighbour.origin}/`, 1]);
  });

  it('is light or dark, and speaks, as its attributes say, also when they change', async () => {
    const { page } = await arrive();
    const element = page.locator('onsale-seatmap');
    const ground = () => styleOf(page, 'onsale-seatmap .map-area', 'background-color');
    const set = (name: string, value: string) =>
      element.evaluate((node, [key, text]) => node.setAttribute(key, text), [name, value] as const);
    const light = await ground();
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await ground();
    expect(dark).not.toBe(light);
    await set('theme', 'light');
    expect(await ground()).toBe(light);
    await page.emulateMedia({ colorScheme: 'light' });
    await set('theme', 'dark');
    expect(await ground()).toBe(dark);
    await set('lang', 'ko');
    await page.locator('onsale-seatmap .onsale[lang=ko]').waitFor();
    expect(await page.getByTestId('way-list').textContent()).toMatch(/[가-힣]/);
  });

  it('shows another show when it is told to, and leaves nothing behind when it goes', async () => {
    const buyer = await arrive();
    const { page } = buyer;
    const element = page.locator('onsale-seatmap');
    const seats = () => element.evaluate((node) => (node as unknown as { onsale: object | null }).onsale);
    await element.evaluate((node) => node.setAttribute('show', 'theatre'));
    await expect.poll(async () => ((await seats()) as { show?: string } | null)?.show).toBe('theatre');
    await buyer.isLive();
    let open = 0;
    page.on('websocket', (socket) => {
      open++;
      socket.on('close', () => open--);
    });
    await element.evaluate((node) => node.setAttribute('show', 'demo'));
    await buyer.isLive();
    await expect.poll(() => open).toBe(1);
    const parent = await element.evaluateHandle((node) => node.parentElement);
    const removed = await element.evaluateHandle((node) => {
      node.remove();
      return node;
    });
    await expect.poll(() => open).toBe(0);
    await parent.evaluate((node, back) => node?.append(back), removed);
    await buyer.isLive();
    expect(buyer.faults).toEqual([]);
  });

  it('tells of an unknown show', async () => {
    const { page } = await arrive();
    await page.locator('onsale-seatmap').evaluate((node) => node.setAttribute('show', 'none'));
    await page.locator('[data-testid=failure][data-code=SHOW_NOT_FOUND]').waitFor();
  });

  it.each([360, 768, 1440])('is without a fault by axe, and within its page, at %i px', async (width) => {
    await crowd(stage.plain.sale, 'theatre');
    await context.close();
    context = await stage.browser.newContext({ viewport: { width, height: 900 } });
    const buyer = await arrive();
    const { page } = buyer;
    const faults: string[] = [];
    const look = async (state: string): Promise<void> => {
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (overflow > 0) faults.push(`${state}: ${overflow} px wider than the screen`);
      for (const theme of ['light', 'dark']) {
        await page
          .locator('onsale-seatmap')
          .evaluate((node, name) => node.setAttribute('theme', name), theme);
        await page.emulateMedia({ reducedMotion: 'reduce' });
        for (const fault of await violationsOf(page)) faults.push(`${state} ${theme}: ${fault}`);
      }
    };
    await look('map');
    await buyer.click(freshSeat());
    await buyer.told('onsale-held');
    await look('held');
    await page.getByTestId('pay').click();
    await look('payment');
    await page.getByTestId('pay-cancel').click();
    await page.getByTestId('way-list').click();
    await page.getByTestId('seat-list').waitFor();
    await look('list');
    await page.getByTestId('way-best').click();
    await page.getByTestId('best-panel').waitFor();
    await look('best');
    expect(faults).toEqual([]);
    await page.getByTestId('way-map').click();
    await page.locator('onsale-seatmap').evaluate((node) => {
      node.setAttribute('show', 'theatre');
      node.removeAttribute('theme');
    });
    await buyer.isLive();
    await page.locator('[data-testid=banner]').waitFor({ state: 'detached' });
    const path = join(screenshotsFolder, `embed-${width}.png`);
    const picture = await page.screenshot(isUpdatingScreenshots ? { path } : {});
    expect(picture.length).toBeGreaterThan(10_000);
  });
});
