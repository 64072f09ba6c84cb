import { createSale } from '@onsale/domain';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { parseLayout } from './layout-check.ts';
import { canonicalLayout, layoutHash } from './layout-text.ts';
import { type LoadLayout, parseShow } from './show-check.ts';
import { changed, placesIn, sampleLayout, sampleShow } from './testing/samples.ts';

const loadSample: LoadLayout = async () => ({ ok: true, value: sampleLayout() });

async function faultsOf(value: unknown, loadLayout: LoadLayout = loadSample): Promise<readonly string[]> {
  const parsed = await parseShow(value, loadLayout);
  return parsed.ok ? [] : parsed.faults;
}

describe('parseShow', () => {
  it('gives what a store imports', async () => {
    const loadLayout = vi.fn(loadSample);
    const text = canonicalLayout(sampleLayout());
    expect(await parseShow(sampleShow(), loadLayout)).toEqual({
      ok: true,
      import: {
        show: {
          id: 'evening',
          title: { en: 'An evening', ko: '어느 저녁' },
          venue: { en: 'Cellar' },
          layoutHash: await layoutHash(text),
          currency: 'KRW',
          prices: sampleShow().prices,
          startsAtMs: Date.UTC(2030, 4, 1, 10),
          onSaleAtMs: Date.UTC(2026, 0, 1),
          offSaleAtMs: null,
          holdMs: 120_000,
          paymentMs: 60_000,
          extensionMs: null,
          returnsUntilMs: null,
          cap: 4,
          singleSeats: 'off',
        },
        layout: text,
        sectionCounts: [5, 2],
        blocked: [2, 6],
      },
    });
    expect(loadLayout).toHaveBeenCalledExactlyOnceWith('cellar.layout.json');
  });

  it('takes a layout written in the show file', async () => {
    const loadLayout = vi.fn(loadSample);
    const parsed = await parseShow({ ...sampleShow(), layout: sampleLayout() }, loadLayout);
    expect(parsed).toEqual(await parseShow(sampleShow(), loadSample));
    expect(loadLayout).not.toHaveBeenCalled();
  });

  it('gives a show and a plan that make a sale', async () => {
    const parsed = await parseShow(sampleShow(), loadSample);
    if (!parsed.ok) expect.fail(parsed.faults.join('\n'));
    const layout = parseLayout(JSON.parse(parsed.import.layout));
    if (!layout.ok) expect.fail(layout.faults.join('\n'));
    expect(createSale(parsed.import.show, layout.plan).amounts).toEqual([30_000, 50_000]);
  });

  it.each<[what: string, path: (string | number)[], to: unknown, faults: string[]]>([
    ['missing field', ['id'], undefined, ['id: is missing']],
    ['bad moment', ['startsAt'], '1 May 2030', ['startsAt: Invalid ISO datetime']],
    ['impossible day', ['startsAt'], '2030-02-30T00:00:00Z', ['startsAt: Invalid ISO datetime']],
    ['sale opens late', ['onSaleAt'], '2031-01-01T00:00:00Z', ['onSaleAt: is after startsAt']],
    [
      'returns after the start',
      ['returnsUntil'],
      '2099-01-01T00:00:00Z',
      ['returnsUntil: is after startsAt'],
    ],
    ['no extension', ['extensionSeconds'], 0, ['extensionSeconds: Too small: expected number to be >=1']],
    ['sale closes early', ['offSaleAt'], '2026-01-01T00:00:00Z', ['offSaleAt: is not after onSaleAt']],
    ['form of currency', ['currency'], 'won', ['currency: must be three capital letters']],
    ['unknown currency', ['currency'], 'KWR', ['currency: "KWR" is no ISO 4217 currency']],
    [
      'amount with cents',
      ['prices', 0, 'amount'],
      30.5,
      ['prices[0].amount: Invalid input: expected int, received number'],
    ],
    [
      'unknown price',
      ['prices', 1, 'id'],
      'gold',
      [
        'prices[1].id: the layout has no price category "gold"',
        `prices: none for the layout's category "front"`,
      ],
    ],
    [
      'duplicate price',
      ['prices', 2],
      { id: 'front', name: { en: 'F' }, amount: 1 },
      ['prices[2].id: "front" is the id of prices[1] already'],
    ],
    ['blocked outside', ['blocked', 1], 7, [`blocked[1]: the layout's last seat is 6`]],
    ['blocked twice', ['blocked', 1], 6, ['blocked[1]: seat 6 is at blocked[0] already']],
    ['layout of another type', ['layout'], 5, ['layout: must be a path or a layout']],
    [
      'layout at the root',
      ['layout'],
      '/etc/x.json',
      [`layout: must be a path in the show file's folder or below it`],
    ],
    [
      'layout above',
      ['layout'],
      'a/../../x.json',
      [`layout: must be a path in the show file's folder or below it`],
    ],
    [
      'layout of Windows',
      ['layout'],
      'C:\\x.json',
      ['layout: must be a path with "/" between its parts and without ":"'],
    ],
    ['layout of another kind', ['layout'], 'plan.svg', ['layout: must be the path of a .json file']],
    [
      'fault in an inner layout',
      ['layout'],
      changed(sampleLayout(), ['width'], 0),
      ['layout.width: Too small: expected number to be >0'],
    ],
  ])('names the fault and its path: %s', async (_what, path, to, faults) => {
    expect(await faultsOf(changed(sampleShow(), path, to))).toEqual(faults);
  });

  it("names the show's faults and the layout file's together", async () => {
    const value = { ...sampleShow(), onSaleAt: '2031-01-01T00:00:00Z' };
    const loadBad: LoadLayout = async () => ({
      ok: true,
      value: changed(sampleLayout(), ['prices'], ['front']),
    });
    expect(await faultsOf(value, loadBad)).toEqual([
      'onSaleAt: is after startsAt',
      'cellar.layout.json: sections[0].price: the layout has no price category "standard"',
    ]);
  });

  it('says why a layout cannot be read', async () => {
    const loadNone: LoadLayout = async () => ({ ok: false, fault: 'there is no such file' });
    expect(await faultsOf(sampleShow(), loadNone)).toEqual(['cellar.layout.json: there is no such file']);
  });

  it('never throws, whatever is changed in a valid show or given instead', async () => {
    const places = placesIn(sampleShow()).slice(1);
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.anything(),
      fc.integer({ min: -1, max: 8 }),
      fc.constant('x.json'),
    );
    const changedShow = fc
      .tuple(fc.constantFrom(...places), odd)
      .map(([path, to]) => changed(sampleShow(), path, to));
    await fc.assert(
      fc.asyncProperty(fc.oneof(changedShow, fc.anything()), async (value) => {
        const parsed = await parseShow(value, loadSample);
        return parsed.ok || parsed.faults.length > 0;
      }),
      { numRuns: 1_000 },
    );
  });
});
