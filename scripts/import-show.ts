import {
  checkShowFiles,
  describeImport,
  type FaultyFile,
  type ImportReport,
  importShows,
} from '@onsale/layouts';
import { type ImportAsked, readImportSettings } from './lib/import-settings.ts';
import { openStore } from './lib/open-store.ts';

const help = `pnpm shows:import FILE… [--data DIR | --mysql URL] [--store sqlite|mysql] [--skip-existing]

Adds shows with their layouts to a store. Every file is checked before the first show is added; a faulty file is
refused with the path of each fault, and then nothing is added. A show whose id exists is left alone.

  FILE             a show file; it names its layout file, or holds the layout
  --data           the folder of the embedded store (data)
  --mysql          the address of MySQL, mysql://user:password@host:3306/database
  --store          sqlite or mysql, where the other options leave it open
  --skip-existing  ends well although a show existed already
  --help           this text

Settings: MYSQL_URL, the address of MySQL, counts when neither --data nor --mysql nor --store sqlite is given.
`;

const print = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`${line}\n`);

/** Answers the exit code. */
async function main(): Promise<number> {
  const asked = readImportSettings(process.argv.slice(2), process.env);
  if (asked.kind === 'import') return importFiles(asked);
  process.stdout.write(help);
  return 0;
}

async function importFiles(asked: Extract<ImportAsked, { kind: 'import' }>): Promise<number> {
  const checked = await checkShowFiles(asked.files);
  if (!checked.ok) {
    for (const { file, faults } of checked.faulty) tellFaults({ file, faults });
    return 1;
  }
  const store = await openStore(asked.store);
  let exitCode = 0;
  try {
    for await (const report of importShows(store, checked.files)) {
      if (report.result === 'exists' && !asked.isExistingFine) exitCode = 1;
      tell(report, asked.isExistingFine);
    }
  } finally {
    await store.close();
  }
  return exitCode;
}

function tellFaults({ file, faults }: FaultyFile): void {
  for (const fault of faults) complain(`${file}: ${fault}`);
}

function tell(report: ImportReport, isExistingFine: boolean): void {
  const line = describeImport(report);
  if (report.result === 'added' || isExistingFine) print(line);
  else complain(`${line} (--skip-existing accepts that)`);
}

try {
  process.exitCode = await main();
} catch (error) {
  complain(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
