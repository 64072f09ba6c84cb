import { checkFonts, isUpdatingScreenshots } from '../../browser/update-screenshots.ts';

/** Fails before the first test where screenshots are to be kept and would be wrong. */
export default async function setup(): Promise<void> {
  if (isUpdatingScreenshots) await checkFonts();
}
