import type { Figures, ReadingFigures, ReadingRunPlan, RunPlan } from './figures.ts';
import type { Percentiles } from './percentiles.ts';
import type { TargetResult } from './targets.ts';

/** The figures of one run for a person at a terminal. */
export function figureLines(plan: RunPlan, figures: Figures): string[] {
  const { maps } = figures;
  const way = plan.perSecond === null ? 'closed loop' : `${plan.perSecond}/s arrive`;
  return [
    `${plan.design} ${plan.scenario}: ${plan.viewers} viewers, ${plan.buyers} buyers, ${plan.seatCount} seats, ${plan.processes} process(es), ${way}, ${figures.windowSeconds.toFixed(1)} s`,
    `  wins       ${whole(figures.winsPerSecond)}/s (${whole(figures.promptWinsPerSecond)}/s within 1 s)   answered ${whole(figures.answeredPerSecond)}/s   refused ${JSON.stringify(figures.refused)}   unanswered ${figures.unanswered}   unknown ${figures.unknown}`,
    `  answer     ${times(figures.latency)}`,
    `  to the last screen  ${times(figures.everyScreen)}   (from the answer ${times(figures.everyScreenFromAnswer)})`,
    `  to a screen         ${times(figures.screen)}`,
    `  commits    ${whole(figures.commitsPerSecond)}/s in ${whole(figures.transactionsPerSecond)} transactions/s`,
    `  deliveries ${whole(figures.deliveriesPerSecond)}/s in ${whole(figures.writesPerSecond)} writes/s, ${(figures.deliveredBytesPerSecond / 1e6).toFixed(1)} MB/s, at most ${figures.maps.framesPerSectionAndSecond.toFixed(1)} frames per section and second`,
    `  cpu/s      ${cpuText(figures.cpu)}  (others ${figures.othersCpu.toFixed(2)})   servers ${figures.serverMicrosPerCommand.toFixed(0)} µs a command`,
    ...(plan.viewers === 0
      ? []
      : [
          `  sockets    ${(figures.bytesPerSocket / 1_024).toFixed(1)} KB each, opened in ${figures.openSeconds.toFixed(1)} s`,
        ]),
    `  maps       ${maps.sampled - maps.wrong} of ${maps.sampled} sampled are the database's, ${maps.gaps} gaps, ${maps.lostSockets} sockets lost, ${maps.allAtHead ? 'every screen at the head' : 'SOME SCREENS BEHIND'}`,
  ];
}

export function readingLines(plan: ReadingRunPlan, figures: ReadingFigures): string[] {
  const way = plan.perSecond === null ? 'closed loop' : `${plan.perSecond}/s arrive`;
  return [
    `snapshot ${plan.scenario}: ${plan.connections} connections, ${way}, ${figures.windowSeconds.toFixed(1)} s`,
    `  answered   ${whole(figures.answeredPerSecond)}/s of ${figures.bodyBytes} bytes ${JSON.stringify(figures.statuses)}   unanswered ${figures.unanswered}   ${whole(figures.queriesPerSecond)} queries/s`,
    `  answer     ${times(figures.latency)}`,
    `  cpu/s      ${cpuText(figures.cpu)}`,
  ];
}

export function targetLine({ target, value, isMet }: TargetResult): string {
  const bar = 'atLeast' in target.bar ? `≥ ${target.bar.atLeast}` : `≤ ${target.bar.atMost}`;
  const unit = target.unit === 'times' ? '×' : target.unit;
  return `  ${isMet ? 'met   ' : 'MISSED'} ${target.name.padEnd(62)} ${`${round(value)} ${unit}`.padStart(12)}   ${bar} ${unit}`;
}

function cpuText(cpu: Figures['cpu']): string {
  return Object.entries(cpu)
    .map(([name, seconds]) => `${name} ${seconds.toFixed(2)}`)
    .join('  ');
}

function round(value: number): string {
  return Math.abs(value) < 100 ? value.toFixed(2) : value.toFixed(0);
}

function whole(value: number): string {
  return value.toFixed(value < 10 ? 1 : 0);
}

function times({ count, p50, p99, p999, max }: Percentiles): string {
  if (count === 0) return 'none';
  return `p50 ${p50.toFixed(1)}  p99 ${p99.toFixed(1)}  p99.9 ${p999.toFixed(1)}  max ${max.toFixed(1)} ms`;
}
