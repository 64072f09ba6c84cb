import type { Measured } from './measured.ts';
import { type Demand, type Sizing, sizeFor, usualMachines } from './model.ts';

const crowds = [10_000, 100_000, 1_000_000] as const;
const refusalsPerViewer = 0.05;

interface Show {
  readonly name: string;
  readonly winsPerSecond: number;
  readonly sections: number;
  readonly sectionsWatched: number;
}

/** Three ways for a sale to go. */
const shows: readonly Show[] = [
  { name: 'a hall of 5 sections, 500 seats a second', winsPerSecond: 500, sections: 5, sectionsWatched: 5 },
  {
    name: 'a stadium of 50 sections, 2,000 seats a second',
    winsPerSecond: 2_000,
    sections: 50,
    sectionsWatched: 50,
  },
  {
    name: 'the same stadium, pages that watch the 5 sections in view',
    winsPerSecond: 2_000,
    sections: 50,
    sectionsWatched: 5,
  },
];

/** The capacity page in Markdown. */
export function capacityPage(measured: Measured): string {
  return [
    ...introduction(measured),
    ...priceTable(measured),
    ...checkTable(measured),
    ...shows.flatMap((show) => showTable(show, measured)),
    ...machinesNote(),
    '',
  ].join('\n');
}

function introduction({ circumstances, runCount }: Measured): string[] {
  const { processor, cores, database, node, commit } = circumstances;
  return [
    '# Capacity',
    '',
    '<!-- Written by `pnpm bench --capacity` from the results beside it. -->',
    '',
    `What a sale needs, computed from what ${runCount} runs cost on ${cores} cores (${processor}; ${database}; Node ${node}; commit ${commit}). The model is`,
    '`capacity/model.ts`; another processor has other prices, so measure there before you buy.',
    '',
  ];
}

function priceTable({ prices, limits, errors }: Measured): string[] {
  const { realtime, mysql, redis } = prices;
  const micros = (seconds: number) => `${(seconds * 1e6).toFixed(seconds < 1e-5 ? 2 : 0)} µs`;
  const rows: [string, string][] = [
    ['a realtime process, a second', micros(realtime.second)],
    ['an open socket, a second', micros(realtime.socketSecond)],
    ['a tick in which a process tells something', micros(realtime.telling)],
    ["a write to a socket, with all of a tick's frames", micros(realtime.write)],
    ['a megabyte of frames', micros(realtime.megabyte)],
    ['a seat taken', micros(realtime.win)],
    ['a command refused', micros(realtime.refusal)],
    ['a transaction decided', micros(realtime.transaction)],
    ['hearing of a transaction, each process', micros(realtime.transactionHeard)],
    ['MySQL: a transaction', micros(mysql.transaction)],
    ['MySQL: a seat taken', micros(mysql.win)],
    ['Redis: a transaction written', micros(redis.transaction)],
    ['Redis: a transaction read by a process', micros(redis.transactionRead)],
    ['memory of a socket', `${(limits.socketBytes / 1_024).toFixed(1)} KB`],
    [
      'a frame on the wire',
      `${limits.frameBytes.toFixed(0)} bytes and ${limits.seatBytes.toFixed(0)} a seat`,
    ],
    [
      'from one transaction to the next, when they wait for one another',
      `${limits.transactionMs.toFixed(1)} ms`,
    ],
    ['seats of one section a second, all sections busy', thousands(Math.round(limits.sectionWinsMax))],
  ];
  return [
    '## Prices',
    '',
    `Processor time of one core, fitted to all runs at once; the model misses the realtime processes' time of a run by ${percent(errors.realtime.median)} in the median and by ${percent(errors.realtime.max)} at worst,`,
    `MySQL's by ${percent(errors.mysqld.median)} and Redis's by ${percent(errors.redis.median)} in the median. A price of 0 could not be told from the others.`,
    '',
    ...table(['what', 'costs'], rows),
    '',
  ];
}

function checkTable({ checks }: Measured): string[] {
  return [
    '## The check',
    '',
    'The model has not seen these runs. Four processes and their clients are more than two cores have room for.',
    '',
    ...table(
      ['processes', 'viewers', 'changes/s', 'cores measured', 'predicted', 'off by'],
      checks.map((check) => [
        String(check.processes),
        thousands(check.viewers),
        String(check.perSecond),
        check.measuredCores.toFixed(2),
        check.predictedCores.toFixed(2),
        percent(check.predictedCores / check.measuredCores - 1),
      ]),
    ),
    '',
  ];
}

function showTable(show: Show, { prices, limits }: Measured): string[] {
  const head = [
    ...['viewers', 'pods', 'sockets a pod', 'nodes', 'ticks/s', 'writes/s'],
    ...['database', 'Redis', 'runs short first'],
  ];
  const blank = head.slice(2).map(() => '');
  const rows = crowds.map((viewers) => {
    const demand: Demand = { ...show, viewers, refusalsPerSecond: viewers * refusalsPerViewer };
    try {
      return sizingRow(viewers, sizeFor(demand, prices, limits));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return [thousands(viewers), error.message, ...blank];
    }
  });
  return [`## ${show.name[0]?.toUpperCase()}${show.name.slice(1)}`, '', ...table(head, rows), ''];
}

function sizingRow(viewers: number, sizing: Sizing): string[] {
  const servers = (cores: number, count: number) =>
    count > 1 ? `${cores.toFixed(1)} cores on ${count} servers` : `${cores.toFixed(1)} cores`;
  return [
    thousands(viewers),
    thousands(sizing.pods),
    thousands(sizing.socketsPerPod),
    thousands(sizing.nodes),
    String(sizing.ticksPerSecond),
    thousands(Math.round(sizing.writesPerSecond)),
    servers(sizing.databaseCores, sizing.databases),
    servers(sizing.redisCores, sizing.redisServers),
    `${sizing.first} (${percent(sizing.firstShare)})`,
  ];
}

function machinesNote(): string[] {
  const { coreShare, podBytesMax, podsPerNode, nodeBitsPerSecond, databaseCores } = usualMachines;
  return [
    '## How to read it',
    '',
    `A pod has one thread and is filled to ${percent(coreShare)} of a core and ${(podBytesMax / 2 ** 30).toFixed(1)} GB; a node has ${podsPerNode} pods and ${nodeBitsPerSecond / 1e9} Gbit/s; a database server has ${databaseCores} cores. In each second ${percent(refusalsPerViewer)}`,
    'of the viewers ask for a seat that is gone. Every process hears of every commit of the shows that its viewers watch, and Redis hands each commit to each of',
    'them: where Redis or the hearing runs short first, put shows on databases and Redis servers of their own; a show by itself can be divided by sections, as',
    'nothing but the cap per buyer reaches across them. More than one Redis or database server in a row says how many parts it must be divided into.',
    'A section is committed one batch at a time: `section lock` compares its seats a second with what a section took here while all were busy. More processes do not',
    'help there: only more sections, and at last more databases, do.',
    '',
    'A tick tells each socket all that changed in the sections that it watches with one write. Pods are as few as do with the longest tick, of which there are 4 a',
    'second; `pod processor` is of that. What their cores then leave makes ticks shorter, up to 25 a second: `ticks/s` and `writes/s` are of that, and the network is',
    'filled by it. Each seat is taken to have a transaction of its own, as with many processes nearly each has, as far as those of a section can follow one another;',
    'few processes put more seats into each, and pay less.',
    '',
    'All costs are taken to grow in proportion to what is counted, and not all do: writes get cheaper the more of them a tick has, and transactions the more of them',
    'there are. Nothing was measured beyond 10,000 sockets a process, four processes and five sections:',
    'there the model only continues its straight lines.',
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

function thousands(value: number): string {
  return value.toLocaleString('en');
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
