import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import type { Buyer } from './buyer.ts';
import { isUpdatingScreenshots } from './update-screenshots.ts';

const folder = resolve(import.meta.dirname, 'screenshots');

/** Takes a picture of what a buyer sees; it is kept when `UPDATE_SCREENSHOTS=1`, which takes a font with Korean letters. */
export async function takePicture({ page }: Buyer, name: string): Promise<void> {
  await page.locator('[data-testid=banner]').waitFor({ state: 'detached' });
  const path = join(folder, `${name}.png`);
  const picture = await page.screenshot({
    // What is about to come to rest is shown at rest.
    animations: 'disabled',
    ...(isUpdatingScreenshots ? { path } : {}),
  });
  expect(picture.length).toBeGreaterThan(10_000);
}
