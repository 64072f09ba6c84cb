import type { TestProject } from 'vitest/node';
import { findChromium } from '../index.ts';
import './context.ts';

/** Finds or installs the browser before the first test. */
export default async function setup(project: TestProject): Promise<void> {
  const log = (line: string) => process.stdout.write(`servers: ${line}\n`);
  const chromium = await findChromium({ log });
  log(`Chromium from ${chromium.source}`);
  project.provide('chromiumPath', chromium.executablePath);
}
