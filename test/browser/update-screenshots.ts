import { findProgram } from '../servers/programs.ts';
import { runCommand } from '../servers/run-command.ts';

/** Whether screenshots are to be kept: `UPDATE_SCREENSHOTS=1`. */
export const isUpdatingScreenshots = process.env.UPDATE_SCREENSHOTS === '1';

/**
 * Fails where Korean texts would be pictures of empty boxes: the browser draws one for every letter that no font of the
 * machine has. A machine that cannot say which fonts it has is trusted.
 */
export async function checkFonts(fcList = findProgram(['fc-list'])): Promise<void> {
  if (fcList === undefined) return;
  const fonts = await runCommand(fcList, [':lang=ko'], { timeoutMs: 30_000 }).catch(() => null);
  if (fonts?.trim() === '')
    throw new Error(
      "UPDATE_SCREENSHOTS=1: no font of this machine has Korean letters. Install Debian's package fonts-nanum.",
    );
}
