import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bench, keptResults } from '../test/load/bench.ts';
import { readMeasured } from '../test/load/capacity/measured.ts';
import { capacityPage } from '../test/load/capacity/page.ts';
import { check } from '../test/load/check/check.ts';
import { profileRealtime } from '../test/load/profile/profile.ts';
import { drawCharts } from '../test/load/report/charts.ts';
import { type GroupName, groupNames } from '../test/load/scenarios/plans.ts';
import { exitWith } from './lib/exit-with.ts';

const help = `Measures this system against the textbook's design.

usage: pnpm bench [${groupNames.join('|')} …] [options]

Without names all groups are measured, in about half an hour. Results go to test/load/results.
  --quick           shorter, once, and results to a temporary folder
  --charts          draws the charts of the kept results anew, which a full run does by itself
  --capacity        writes test/load/CAPACITY.md from the kept results
  --check           a small version in under three minutes that fails when a ratio falls under its bar
  --profile         where the time and the memory of a realtime process under load go
  --viewers N       for --profile (1000)
  --mysql PROGRAM   on another server, started as PROGRAM --port N --data DIR (or BENCH_MYSQL)
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      charts: { type: 'boolean', default: false },
      capacity: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      viewers: { type: 'string', default: '1000' },
      mysql: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const write = (line: string) => process.stdout.write(`${line}\n`);
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const mysqlProgram = values.mysql ?? process.env.BENCH_MYSQL ?? null;
  if (values.charts) return drawKeptCharts(write);
  if (values.capacity) return writeCapacity(write);
  if (values.check) return (await check(mysqlProgram, write)) ? 0 : 1;
  if (values.profile) {
    await profileRealtime({ viewers: Number(values.viewers), mysqlProgram, write });
    return 0;
  }
  const unknown = positionals.find((name) => !groupNames.some((known) => known === name));
  if (unknown !== undefined) throw new Error(`There is no "${unknown}"; there are ${groupNames.join(', ')}.`);
  await bench({
    groups: positionals.length === 0 ? groupNames : (positionals as GroupName[]),
    isQuick: values.quick,
    mysqlProgram,
    folder: values.quick ? await mkdtemp(join(tmpdir(), 'onsale-bench-')) : keptResults,
    write,
  });
  return values.quick ? 0 : drawKeptCharts(write);
}

/** What README and CAPACITY.md show was measured on MariaDB, which `apt` and the tests have. */
const shownResults = join(keptResults, 'mariadb');

async function drawKeptCharts(write: (line: string) => void): Promise<number> {
  for (const file of await drawCharts(shownResults)) write(file);
  return 0;
}

async function writeCapacity(write: (line: string) => void): Promise<number> {
  const file = join(keptResults, '../CAPACITY.md');
  await writeFile(file, capacityPage(await readMeasured(shownResults)));
  write(file);
  return 0;
}

await exitWith(main);
