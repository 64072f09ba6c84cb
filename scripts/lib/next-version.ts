import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { rootFolder } from './test-steps.ts';

/** A change that the rules of compatibility allow a next version: something more is said, and nothing less. */
interface Addition {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

const additions: readonly Addition[] = [
  {
    file: 'packages/bus-redis/src/redis-bus.ts',
    before: 'JSON.stringify(entries)',
    after: 'JSON.stringify(entries.map((entry) => ({ ...entry, note: "next" })))',
  },
  {
    file: 'packages/bus-redis/src/redis-loads.ts',
    before: 'JSON.stringify(report)',
    after: 'JSON.stringify({ ...report, note: "next" })',
  },
  {
    file: 'services/seats-api/src/routes/connect.ts',
    before: 'expiresIn: ticketSeconds,',
    after: 'expiresIn: ticketSeconds, note: "next",',
  },
  {
    file: 'services/realtime/src/heads.ts',
    before: 'sockets, ...age };',
    after: 'sockets, ...age, note: "next" };',
  },
];

const migrations = 'packages/store-mysql/migrations';
const migration = [
  'ALTER TABLE `holds` ADD `next_note` varchar(20);',
  'CREATE TABLE `next_notes` (`id` int NOT NULL, PRIMARY KEY (`id`));',
].join('--> statement-breakpoint\n');

interface Journal {
  readonly entries: readonly { readonly idx: number; readonly when: number }[];
}

/**
 * Writes the sources of a next version into an empty folder: these, with something more said in every message between
 * services and to clients, and a migration that adds a column and a table. Throws when the sources are others than it knows.
 */
export async function writeNextVersion(folder: string): Promise<void> {
  const { stdout } = await promisify(execFile)(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: rootFolder, maxBuffer: 16 * 1024 * 1024 },
  );
  for (const file of stdout.split('\0').filter((name) => name !== '')) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    // A file that is deleted and not yet committed is listed too.
    await cp(join(rootFolder, file), join(folder, file), { verbatimSymlinks: true }).catch(() => {});
  }
  await symlink(join(rootFolder, 'node_modules'), join(folder, 'node_modules'));
  for (const addition of additions) await add(folder, addition);
  await addMigration(folder);
}

async function add(folder: string, { file, before, after }: Addition): Promise<void> {
  const text = await readFile(join(folder, file), 'utf8');
  if (text.split(before).length !== 2) throw new Error(`${file} does not hold "${before}" once.`);
  await writeFile(join(folder, file), text.replace(before, after));
}

async function addMigration(folder: string): Promise<void> {
  const path = join(folder, migrations, 'meta/_journal.json');
  const journal = JSON.parse(await readFile(path, 'utf8')) as Journal;
  const last = journal.entries.at(-1);
  if (last === undefined) throw new Error(`${path} has no entries.`);
  const tag = `${String(last.idx + 1).padStart(4, '0')}_next-version`;
  const entry = { ...last, idx: last.idx + 1, when: last.when + 1, tag };
  await writeFile(path, JSON.stringify({ ...journal, entries: [...journal.entries, entry] }));
  await writeFile(join(folder, migrations, `${tag}.sql`), migration);
}
