import { resolve } from 'node:path';
import { readStoredLayout } from '@onsale/contracts';
import { createSale, type Sale, type SectionRange } from '@onsale/domain';
import { loadShowFile } from '@onsale/layouts';
import { migrateMysql, openMysqlStore } from '@onsale/store-mysql';

/** A show on the stage, with everything that judging its rows needs. */
export interface StagedShow {
  readonly id: string;
  readonly sale: Sale;
  readonly sections: readonly SectionRange[];
  readonly blocked: readonly number[];
}

export interface ShowTimes {
  readonly holdMs: number;
  readonly paymentMs: number;
}

/** Short enough for many holds to run out during a fault. */
export const usualTimes: ShowTimes = { holdMs: 4_000, paymentMs: 3_000 };

const cap = 8;
const folder = resolve(import.meta.dirname, '../../layouts/shows');
const files = { grid: 'grid.show.json', theatre: 'theatre.show.json' };

/**
 * Brings a database up to date and puts the demo grid and the theatre on sale, with short deadlines; `suffix` makes their ids
 * others than those of shows that are there already.
 */
export async function stageShows(mysqlUrl: string, times: ShowTimes, suffix = ''): Promise<StagedShow[]> {
  await migrateMysql(mysqlUrl);
  const store = await openMysqlStore({ url: mysqlUrl });
  const staged: StagedShow[] = [];
  try {
    for (const [name, file] of Object.entries(files)) {
      const id = `${name}${suffix}`;
      const loaded = await loadShowFile(resolve(folder, file));
      if (!loaded.ok) throw new Error(loaded.faults.join('\n'));
      const show = { ...loaded.import.show, ...times, id, cap };
      await store.importShow({ ...loaded.import, show });
      const { plan } = readStoredLayout(loaded.import.layout);
      staged.push({
        id,
        sale: createSale(show, plan),
        sections: plan.sections,
        blocked: loaded.import.blocked,
      });
    }
  } finally {
    await store.close();
  }
  return staged;
}
