import { parseArgs } from 'node:util';
import { measure } from './measure.ts';
import type { RunPlan } from './report/figures.ts';
import { figureLines } from './report/lines.ts';
import { createRunLog } from './report/run-log.ts';
import { startDatabases } from './servers/databases.ts';

const help = `One run of the load: pnpm exec node test/load/main.ts [options]
  --design onsale|textbook   which design (onsale)
  --processes P              realtime processes (1)
  --viewers N --buyers N     who connects (0, 100)
  --seats N --sections N     the show (40000, 5)
  --seconds S                the window that is measured (5); it ends early when the seats run out
  --warm-seconds S           before it (1)
  --drain-seconds S          after it at most, until all is answered and shown (15)
  --per-second R             open arrivals at that rate; without it a closed loop
  --hot N                    all buyers go for the first N seats
  --blind-buyers             buyers do not see the map
  --patience-ms N            closed loop: how long a buyer waits for an answer (10000)
  --viewer-workers N         client processes for viewers (1)
  --sampled N                viewers of each worker and process that draw and check the whole map (2)
  --mysql PROGRAM            another server: PROGRAM --port N --data DIR (or BENCH_MYSQL)
  --repeat N                 that many runs, one after the other (1)
  --node-arg ARG             for the realtime processes; may be given more than once
  --json                     all figures as JSON
`;

const { values } = parseArgs({
  options: {
    design: { type: 'string', default: 'onsale' },
    scenario: { type: 'string', default: 'wins' },
    processes: { type: 'string', default: '1' },
    viewers: { type: 'string', default: '0' },
    buyers: { type: 'string', default: '100' },
    seats: { type: 'string', default: '40000' },
    sections: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    'warm-seconds': { type: 'string', default: '1' },
    'drain-seconds': { type: 'string', default: '15' },
    'per-second': { type: 'string' },
    hot: { type: 'string' },
    'blind-buyers': { type: 'boolean', default: false },
    'patience-ms': { type: 'string', default: '10000' },
    'viewer-workers': { type: 'string', default: '1' },
    sampled: { type: 'string', default: '2' },
    mysql: { type: 'string' },
    repeat: { type: 'string', default: '1' },
    'node-arg': { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function planOf(seed: number): RunPlan {
  const optional = (text: string | undefined) => (text === undefined ? null : Number(text));
  return {
    design: values.design === 'textbook' ? 'textbook' : 'onsale',
    scenario: values.scenario,
    processes: Number(values.processes),
    buyers: Number(values.buyers),
    viewers: Number(values.viewers),
    viewerWorkers: Number(values['viewer-workers']),
    seatCount: Number(values.seats),
    sectionCount: Number(values.sections),
    perSecond: optional(values['per-second']),
    hotSeats: optional(values.hot),
    warmSeconds: Number(values['warm-seconds']),
    seconds: Number(values.seconds),
    drainSeconds: Number(values['drain-seconds']),
    patienceMs: Number(values['patience-ms']),
    buyersWatch: !values['blind-buyers'],
    sampled: Number(values.sampled),
    seed,
  };
}

async function main(): Promise<void> {
  const databases = await startDatabases(values.mysql ?? process.env.BENCH_MYSQL ?? null);
  const log = createRunLog((line) => process.stderr.write(`${line}\n`));
  try {
    for (let run = 1; run <= Number(values.repeat); run++) {
      const plan = planOf(run);
      const figures = await measure(databases, plan, { log, nodeArgs: values['node-arg'] });
      const text = values.json ? JSON.stringify({ plan, figures }) : figureLines(plan, figures).join('\n');
      process.stdout.write(`${text}\n`);
    }
  } finally {
    await databases.stop();
  }
}

if (values.help) process.stdout.write(help);
else await main();
