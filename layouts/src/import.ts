import type { SaleStore, ShowImport } from '@onsale/domain';
import { loadShowFile } from './load.ts';

/** A show file that passed every check. */
export interface CheckedFile {
  readonly file: string;
  readonly import: ShowImport;
}

/** A file that cannot be imported, and each reason. */
export interface FaultyFile {
  readonly file: string;
  readonly faults: readonly string[];
}

type CheckedFiles =
  | { readonly ok: true; readonly files: readonly CheckedFile[] }
  | { readonly ok: false; readonly faulty: readonly FaultyFile[] };

/** What became of a show at import: added with all its seats, or left alone because its id was taken. */
export interface ImportReport {
  readonly show: string;
  readonly seatCount: number;
  readonly sectionCount: number;
  readonly result: 'added' | 'exists';
}

/** Reads and checks show files. One faulty file refuses them all, so that no import stops half-way for it. */
export async function checkShowFiles(paths: readonly string[]): Promise<CheckedFiles> {
  const files: CheckedFile[] = [];
  const faulty: FaultyFile[] = [];
  for (const file of paths) {
    const loaded = await loadShowFile(file);
    if (loaded.ok) files.push({ file, import: loaded.import });
    else faulty.push({ file, faults: loaded.faults });
  }
  return faulty.length === 0 ? { ok: true, files } : { ok: false, faulty };
}

/** Adds checked shows to a store one after the other, and reports each. Throws what the store throws. */
export async function* importShows(
  store: Pick<SaleStore, 'importShow'>,
  files: readonly CheckedFile[],
): AsyncGenerator<ImportReport, void> {
  for (const { import: given } of files) {
    const result = await store.importShow(given);
    const seatCount = given.sectionCounts.reduce((total, count) => total + count, 0);
    yield { show: given.show.id, seatCount, sectionCount: given.sectionCounts.length, result };
  }
}

/** What became of a show, in one line. */
export function describeImport({ show, seatCount, sectionCount, result }: ImportReport): string {
  if (result === 'exists') return `${show} exists already; left alone`;
  return `imported ${show} (${counted(seatCount, 'seat')}, ${counted(sectionCount, 'section')})`;
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
