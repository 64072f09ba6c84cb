import { findOrInstall } from './debian.ts';
import { isExecutable } from './programs.ts';
import type { ServerOptions } from './server.ts';

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const macPrograms = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Headless, in a container as root too, and silent: the browser calls nothing by itself. */
export const chromiumArgs: readonly string[] = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Chromium {
  readonly executablePath: string;
  readonly args: readonly string[];
  readonly source: string;
}

/** The browser of `CHROMIUM_PATH`, or one of this machine, installed when it may be. */
export async function findChromium(options: ServerOptions = {}): Promise<Chromium> {
  const given = process.env.CHROMIUM_PATH;
  if (given !== undefined && given !== '') {
    if (!isExecutable(given)) throw new Error(`CHROMIUM_PATH (${given}) is not a program.`);
    return chromium(given, 'CHROMIUM_PATH');
  }
  const onMac = macPrograms.find(isExecutable);
  if (onMac !== undefined) return chromium(onMac, onMac);
  const program = await findOrInstall(programs, 'chromium', options.log ?? (() => {}));
  if (program !== undefined) return chromium(program, program);
  throw new Error('No Chromium: give CHROMIUM_PATH, or install chromium.');
}

function chromium(executablePath: string, source: string): Chromium {
  return { executablePath, args: chromiumArgs, source };
}
