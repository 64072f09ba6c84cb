import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ShowImport } from '@onsale/domain';
import { describe, expect, it } from 'vitest';
import { checkShowFiles, importShows } from './import.ts';
import { demoShowFiles } from './index.ts';
import { loadShowFile } from './load.ts';
import { temporaryFiles } from './testing/temporary-files.ts';

const [gridFile = ''] = demoShowFiles;
const gridShow: Record<string, unknown> = JSON.parse(await readFile(gridFile, 'utf8'));
const gridLayout = await readFile(gridFile.replace('.show.', '.layout.'), 'utf8');

describe('loadShowFile', () => {
  it('takes the layout from beside the show file', async () => {
    const folder = await temporaryFiles({
      'my.json': JSON.stringify({ ...gridShow, id: 'mine', layout: 'hall.json' }),
      'hall.json': gridLayout,
    });
    const loaded = await loadShowFile(join(folder, 'my.json'));
    expect(loaded).toMatchObject({ ok: true, import: { show: { id: 'mine' }, sectionCounts: [100] } });
  });

  it('names the file in which a fault is', async () => {
    const folder = await temporaryFiles({
      'my.json': JSON.stringify({ ...gridShow, layout: 'hall.json' }),
      'hall.json': gridLayout.replace('"count": 100', '"count": 99'),
      'broken.json': JSON.stringify({ ...gridShow, layout: 'bad.json' }),
      'bad.json': gridLayout.slice(0, -3),
      'alone.json': JSON.stringify({ ...gridShow, layout: 'nowhere.json' }),
      'none.json': '[]',
    });
    const faultsOf = async (name: string) => {
      const loaded = await loadShowFile(join(folder, name));
      return loaded.ok ? [] : loaded.faults;
    };
    expect(await faultsOf('my.json')).toEqual([
      'hall.json: sections[0].count: is 99, but its rows have 100 seats',
    ]);
    expect(await faultsOf('broken.json')).toEqual([
      expect.stringMatching(/^bad\.json: is not JSON: line \d+, column \d+: expected "," or "}"$/),
    ]);
    expect(await faultsOf('alone.json')).toEqual(['nowhere.json: there is no such file']);
    expect(await faultsOf('none.json')).toEqual(['file: Invalid input: expected object, received array']);
    expect(await faultsOf('missing.json')).toEqual(['there is no such file']);
  });
});

describe('checkShowFiles', () => {
  it('gives the shows in their order', async () => {
    const checked = await checkShowFiles(demoShowFiles);
    if (!checked.ok) expect.fail(JSON.stringify(checked.faulty));
    expect(checked.files.map((file) => file.import.show.id)).toEqual(['demo', 'theatre', 'arena']);
  });

  it('refuses all for one that is faulty, and names every faulty one', async () => {
    const checked = await checkShowFiles([gridFile, 'nowhere/a.json', 'nowhere/b.json']);
    expect(checked).toEqual({
      ok: false,
      faulty: [
        { file: 'nowhere/a.json', faults: ['there is no such file'] },
        { file: 'nowhere/b.json', faults: ['there is no such file'] },
      ],
    });
  });
});

describe('importShows', () => {
  it('adds one show after the other and reports each', async () => {
    const given: ShowImport[] = [];
    const store = {
      importShow: async (show: ShowImport) => {
        given.push(show);
        return show.show.id === 'theatre' ? ('exists' as const) : ('added' as const);
      },
    };
    const checked = await checkShowFiles(demoShowFiles);
    if (!checked.ok) expect.fail(JSON.stringify(checked.faulty));
    const reports = [];
    for await (const report of importShows(store, checked.files)) reports.push(report);
    expect(given).toEqual(checked.files.map((file) => file.import));
    expect(reports).toEqual([
      { show: 'demo', seatCount: 100, sectionCount: 1, result: 'added' },
      { show: 'theatre', seatCount: 592, sectionCount: 8, result: 'exists' },
      { show: 'arena', seatCount: 20_000, sectionCount: 47, result: 'added' },
    ]);
  });
});
