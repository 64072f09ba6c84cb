import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { chromiumArgs } from '../servers/index.ts';
import { type TlsFront, terminateTls } from '../servers/terminate-tls.ts';
import { type RunningStandalone, startStandalone } from '../services/start-standalone.ts';
import { type ForeignSite, openForeignSite } from './foreign-site.ts';

/** A sale on localhost, and sites about it: some that it lists, and some that it does not. */
export interface EmbedStage {
  readonly browser: Browser;
  /** On plain http. */
  readonly plain: {
    readonly sale: string;
    /** Listed, on another port of localhost: another origin of the same site. */
    readonly neighbour: ForeignSite;
    /** Listed, of another site. */
    readonly far: ForeignSite;
    /** Not listed, of the same site. */
    readonly unlisted: ForeignSite;
  };
  /** On https. */
  readonly secure: {
    readonly sale: string;
    /** Listed, of another site. */
    readonly far: ForeignSite;
    /** Not listed, of another site. */
    readonly unlisted: ForeignSite;
  };
  close(): Promise<void>;
}

export async function openEmbedStage(executablePath: string): Promise<EmbedStage> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-embed-'));
  const [neighbour, far, unlisted, secureFar, secureUnlisted] = await Promise.all([
    openForeignSite({ host: 'localhost', isSecure: false }),
    openForeignSite({ host: '127.0.0.1', isSecure: false }),
    openForeignSite({ host: 'localhost', isSecure: false }),
    openForeignSite({ host: '127.0.0.1', isSecure: true }),
    openForeignSite({ host: '127.0.0.1', isSecure: true }),
  ]);
  const plain = await startSale(join(folder, 'plain'), [neighbour, far], false);
  const behind = await startSale(join(folder, 'secure'), [secureFar], true);
  const front = await terminateTls(Number(new URL(behind.url).port));
  const browser = await chromium.launch({
    executablePath,
    args: [...chromiumArgs, '--ignore-certificate-errors'],
  });
  const closing: readonly (ForeignSite | TlsFront)[] = [
    front,
    neighbour,
    far,
    unlisted,
    secureFar,
    secureUnlisted,
  ];
  return {
    browser,
    plain: { sale: plain.url, neighbour, far, unlisted },
    secure: { sale: `https://localhost:${front.port}`, far: secureFar, unlisted: secureUnlisted },
    close: async () => {
      await browser.close();
      for (const each of closing) await each.close();
      await Promise.all([plain.stop(), behind.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function startSale(
  data: string,
  listed: readonly ForeignSite[],
  isSecure: boolean,
): Promise<RunningStandalone> {
  return startStandalone({
    data,
    env: {
      ALLOWED_ORIGINS: listed.map(({ origin }) => origin).join(','),
      SECURE_COOKIES: String(isSecure),
    },
  });
}
