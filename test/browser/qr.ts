import jsQr from 'jsqr';
import type { Locator } from 'playwright-core';

/** Pixels of a module: what reads a code wants to see it large. */
const modulePx = 4;

// The library is CommonJS whose types say that it has a default export.
const readQr = (typeof jsQr === 'function' ? jsQr : (jsQr as { default: unknown }).default) as (
  data: Uint8ClampedArray,
  width: number,
  height: number,
) => { data: string } | null;

/** The text of a QR code as it is drawn on the page, read as a camera would; null when it cannot be read. */
export async function textOfQr(qr: Locator): Promise<string | null> {
  const { size, path } = await qr.evaluate((svg) => ({
    size: Number(svg.getAttribute('viewBox')?.split(' ')[2]),
    path: svg.querySelector('path')?.getAttribute('d') ?? '',
  }));
  const width = size * modulePx;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, left = '', top = ''] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let y = 0; y < modulePx; y++)
      for (let x = 0; x < modulePx; x++) {
        const at = 4 * ((Number(top) * modulePx + y) * width + Number(left) * modulePx + x);
        pixels.fill(0, at, at + 3);
      }
  return readQr(pixels, width, width)?.data ?? null;
}
