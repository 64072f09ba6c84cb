import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { OnsaleHook } from '../../services/web/src/automation.ts';

declare global {
  interface Window {
    onsale?: OnsaleHook;
  }
}

/** A change is on every screen well within this; past it the test calls it lost. */
const shownMsMax = 10_000;

export interface BuyerOptions {
  /** Lets the page see only this realtime process. */
  readonly realtimeUrl?: string;
  readonly language?: 'en' | 'ko';
  readonly width?: number;
  readonly height?: number;
  readonly isTouch?: boolean;
  /** The zone of the device's clock, as `Asia/Seoul`. */
  readonly timeZone?: string;
}

/** A person at a browser of their own: a fresh context, and with it a session of their own. */
export class Buyer {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #url: string;
  /** What the page said to its console as an error, and errors that nothing caught. */
  readonly faults: string[] = [];
  /** Told of every text that the page sends through a socket. */
  onSent: (text: string) => void = () => undefined;
  #isCutOff = false;
  readonly #sockets = new Set<{ close(): Promise<void> }>();

  private constructor(url: string, context: BrowserContext, page: Page) {
    this.#url = url;
    this.#context = context;
    this.page = page;
    page.on('pageerror', (error) => this.faults.push(error.message));
  }

  static async arrive(browser: Browser, url: string, options: BuyerOptions = {}): Promise<Buyer> {
    const { width = 1280, height = 800, language = 'en', isTouch = false } = options;
    const context = await browser.newContext({
      viewport: { width, height },
      locale: language,
      hasTouch: isTouch,
      isMobile: isTouch,
      ...(options.timeZone === undefined ? {} : { timezoneId: options.timeZone }),
    });
    const buyer = new Buyer(url, context, await context.newPage());
    await buyer.#watchSockets();
    if (options.realtimeUrl !== undefined) await buyer.#onlySee(options.realtimeUrl);
    return buyer;
  }

  /** Opens a show and waits until its map is live. */
  async open(show: string): Promise<void> {
    await this.page.goto(`${this.#url}/shows/${show}`);
    await this.isLive();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.isLive();
  }

  async isLive(): Promise<void> {
    await this.page.locator('[data-testid=seat-map][data-connection=live]').waitFor({ timeout: 20_000 });
  }

  /** Clicks the seat on the map, as a person would. */
  async click(seat: number): Promise<void> {
    const position = await this.page.waitForFunction(
      (wanted) => {
        const found = window.onsale?.screenPosition(wanted);
        return found?.isClickable ? found : null;
      },
      seat,
      { timeout: shownMsMax },
    );
    const { x, y } = (await position.jsonValue()) as { x: number; y: number };
    await this.page.mouse.click(x, y);
  }

  stateOf(seat: number): Promise<string | null> {
    return this.page.evaluate((wanted) => window.onsale?.stateOf(wanted) ?? null, seat);
  }

  ownStateOf(seat: number): Promise<string | null> {
    return this.page.evaluate((wanted) => window.onsale?.ownStateOf(wanted) ?? null, seat);
  }

  mapHash(): Promise<string | null> {
    return this.page.evaluate(() => window.onsale?.mapHash() ?? null);
  }

  async sees(seat: number, state: string): Promise<void> {
    await expect.poll(() => this.stateOf(seat), { timeout: shownMsMax, interval: 20 }).toBe(state);
  }

  async owns(seat: number, state: 'mine' | 'owned' | null): Promise<void> {
    await expect.poll(() => this.ownStateOf(seat), { timeout: shownMsMax, interval: 20 }).toBe(state);
  }

  /** The code or key of the notice that is shown. */
  async isTold(code: string, withinMs = shownMsMax): Promise<void> {
    await this.page.locator(`[data-testid=notice][data-code=${code}]`).waitFor({ timeout: withinMs });
  }

  async hold(seat: number): Promise<void> {
    await this.click(seat);
    await this.owns(seat, 'mine');
  }

  async pay(method = 'sandbox-card'): Promise<void> {
    await this.page.getByTestId('pay').click();
    await this.page.getByTestId('contact-name').fill('Ann Kim');
    await this.page.getByTestId('contact-email').fill('ann@example.com');
    await this.page.getByTestId(`pay-method-${method}`).check();
    await this.page.getByTestId('pay-confirm').click();
  }

  /** Breaks the page's sockets and lets none through until `reconnect`. */
  async cutOff(): Promise<void> {
    this.#isCutOff = true;
    for (const socket of this.#sockets) await socket.close();
    this.#sockets.clear();
  }

  reconnect(): void {
    this.#isCutOff = false;
  }

  /** As in a browser that keeps no cookies: none is sent, whatever the sale sets. */
  async keepsNoCookies(): Promise<void> {
    await this.page.route('**/api/**', async (route) => {
      const request = route.request();
      const answer = await fetch(request.url(), { method: request.method(), body: request.postData() });
      await route.fulfill({
        status: answer.status,
        contentType: answer.headers.get('content-type') ?? 'application/json',
        body: await answer.text(),
      });
    });
  }

  /** As in a browser that has no canvas to draw on. */
  async drawsNothing(): Promise<void> {
    await this.page.addInitScript(() => {
      HTMLCanvasElement.prototype.getContext = () => null;
    });
  }

  async leave(): Promise<void> {
    await this.#context.close();
  }

  async #watchSockets(): Promise<void> {
    await this.page.routeWebSocket(/socket\.io/, (socket) => {
      if (this.#isCutOff) {
        void socket.close();
        return;
      }
      const server = socket.connectToServer();
      socket.onMessage((message) => {
        this.onSent(String(message));
        server.send(message);
      });
      this.#sockets.add(socket);
    });
  }

  async #onlySee(realtimeUrl: string): Promise<void> {
    await this.page.route('**/api/realtime?*', async (route) => {
      const response = await route.fetch();
      const body = (await response.json()) as { endpoints: { url: string }[] };
      const wanted = { url: realtimeUrl, node: 'chosen', zone: null };
      await route.fulfill({ response, json: { ...body, endpoints: [wanted] } });
    });
  }
}
