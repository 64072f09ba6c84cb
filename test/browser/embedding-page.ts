import type { SeatmapEvents } from '@onsale/client';
import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { OnsaleHook } from '../../services/web/src/automation.ts';
import type { ForeignSite } from './foreign-site.ts';

declare global {
  interface Window {
    told?: [name: string, detail: unknown][];
  }
}

/** A change is on the screen well within this; past it the test calls it lost. */
const shownMsMax = 15_000;

/** Rules of the embedding page that would make the element unusable if they reached into it. */
const ownStyles = `
  body { margin: 0; font: italic 20px/2 serif; color: rgb(1, 2, 3); text-align: right; letter-spacing: 3px; }
  :root, * { --text: red; --surface: red; --map-ground: red; --price-0: red; }
  button { background: hotpink !important; transform: rotate(3deg) !important; }
  canvas, dialog, .sale, .basket, .banner, .onsale, h2, ul { display: none !important; }
  main { display: block; padding: 16px; }
  #around { color: rgb(4, 5, 6); }
`;

/** Keeps what the element tells. */
const ownScript = `
  window.told = [];
  for (const name of ['onsale-chosen', 'onsale-held', 'onsale-paid', 'onsale-failure'])
    document.addEventListener(name, ({ type, detail }) => window.told.push([type, detail]));
`;

/** A promoter's page with the element in it, under a policy that allows it what the client's README says. */
export function writeEmbeddingPage(site: ForeignSite, sale: string, attributes = ''): void {
  const socket = sale.replace('http', 'ws');
  const policy = `default-src 'none'; script-src 'self' ${sale}; style-src 'self'; connect-src ${sale} ${socket}`;
  site.files.set('/own.css', { type: 'text/css', text: ownStyles });
  site.files.set('/own.js', { type: 'text/javascript', text: ownScript });
  site.files.set('/', {
    type: 'text/html',
    headers: { 'content-security-policy': policy },
    text: `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>The theatre</title>
    <link rel="stylesheet" href="/own.css">
    <script type="module" src="/own.js"></script>
    <script type="module" src="${sale}/embed.js"></script>
  </head>
  <body>
    <main>
      <h1>The theatre’s own page</h1>
      <p id="around" class="muted">Seats for tonight:</p>
      <onsale-seatmap show="demo" ${attributes}></onsale-seatmap>
    </main>
  </body>
</html>`,
  });
}

/** Somebody at a page that embeds a seat map. */
export class EmbeddedBuyer {
  readonly page: Page;
  /** What the page said to its console as an error, and errors that nothing caught. */
  readonly faults: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.faults.push(message.text());
    });
  }

  static async arrive(context: BrowserContext, site: ForeignSite): Promise<EmbeddedBuyer> {
    const buyer = new EmbeddedBuyer(await context.newPage());
    await buyer.page.goto(site.origin);
    return buyer;
  }

  async isLive(): Promise<void> {
    const map = this.page.locator('onsale-seatmap [data-testid=seat-map][data-connection=live]');
    await map.waitFor({ timeout: 20_000 });
  }

  /** Clicks the seat on the map, as a person would. */
  async click(seat: number): Promise<void> {
    const { x, y } = await this.#whereTo(seat);
    await this.page.mouse.click(x, y);
  }

  /** Taps the seat on the map, on a screen that can be touched. */
  async tap(seat: number): Promise<void> {
    const { x, y } = await this.#whereTo(seat);
    await this.page.touchscreen.tap(x, y);
  }

  /** Where the seat is on the screen, once it can be clicked there. */
  async #whereTo(seat: number): Promise<{ x: number; y: number }> {
    const position = await this.page.waitForFunction(
      (wanted) => {
        const element = document.querySelector('onsale-seatmap') as unknown as { onsale: OnsaleHook | null };
        const found = element.onsale?.screenPosition(wanted);
        return found?.isClickable ? found : null;
      },
      seat,
      { timeout: shownMsMax },
    );
    return (await position.jsonValue()) as { x: number; y: number };
  }

  async owns(seat: number, state: 'mine' | 'owned' | null): Promise<void> {
    const owned = () =>
      this.page.evaluate((wanted) => {
        const element = document.querySelector('onsale-seatmap') as unknown as { onsale: OnsaleHook | null };
        return element.onsale?.ownStateOf(wanted) ?? null;
      }, seat);
    await expect.poll(owned, { timeout: shownMsMax, interval: 50 }).toBe(state);
  }

  async pay(): Promise<void> {
    await this.page.getByTestId('pay').click();
    await this.page.getByTestId('contact-name').fill('Ann Kim');
    await this.page.getByTestId('contact-email').fill('ann@example.com');
    await this.page.getByTestId('pay-method-sandbox-card').check();
    await this.page.getByTestId('pay-confirm').click();
    await this.page.getByTestId('order-done').click();
  }

  /** The first event of that name, once it has been told. */
  async told<Name extends keyof SeatmapEvents>(name: Name): Promise<SeatmapEvents[Name]> {
    const found = await this.page.waitForFunction(
      (wanted) => window.told?.find(([each]) => each === wanted)?.[1],
      name,
      { timeout: shownMsMax },
    );
    return (await found.jsonValue()) as SeatmapEvents[Name];
  }

  /** The names of everything told so far. */
  async toldNames(): Promise<string[]> {
    return this.page.evaluate(() => (window.told ?? []).map(([name]) => name));
  }
}
