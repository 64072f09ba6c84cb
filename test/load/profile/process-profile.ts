import type { Observer } from '../measure.ts';
import { Inspector } from './inspector.ts';

const sampleEveryMicros = 500;
const allocationSampleBytes = 64 * 1_024;

export interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}

/** As the inspector gives it, and as `.cpuprofile` files hold it. */
export interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: CallFrame }[];
  readonly samples: readonly number[];
  /** Microseconds since the sample before. */
  readonly timeDeltas: readonly number[];
}

export interface AllocationNode {
  readonly callFrame: CallFrame;
  readonly selfSize: number;
  readonly children: readonly AllocationNode[];
}

/** The event loop and the memory over the window. Milliseconds; shares of 1. */
export interface LoopFigures {
  readonly delayP50: number;
  readonly delayP99: number;
  readonly delayMax: number;
  readonly utilization: number;
  readonly heapUsedBytes: number;
  readonly residentBytes: number;
  readonly externalBytes: number;
}

export interface ProcessProfile {
  readonly cpu: CpuProfile;
  readonly allocations: AllocationNode;
  readonly loop: LoopFigures;
}

const watchLoop = `(() => {
  const { monitorEventLoopDelay, performance } = process.getBuiltinModule('node:perf_hooks');
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  globalThis.onsaleLoadLoop = { delay, performance, since: performance.eventLoopUtilization() };
})()`;

const readLoop = `(() => {
  const { delay, performance, since } = globalThis.onsaleLoadLoop;
  const { heapUsed, rss, external } = process.memoryUsage();
  return {
    delayP50: delay.percentile(50) / 1e6,
    delayP99: delay.percentile(99) / 1e6,
    delayMax: delay.max / 1e6,
    utilization: performance.eventLoopUtilization(since).utilization,
    heapUsedBytes: heapUsed,
    residentBytes: rss,
    externalBytes: external,
  };
})()`;

/** Profiles a process over the window of a run: where its time goes, what it allocates, how late its timers are. */
export class ProfilingObserver implements Observer {
  readonly #port: number;
  #inspector: Inspector | null = null;
  #profile: ProcessProfile | null = null;

  constructor(port: number) {
    this.#port = port;
  }

  /** What was seen; null before the window is over. */
  get profile(): ProcessProfile | null {
    return this.#profile;
  }

  async begin(): Promise<void> {
    const inspector = await Inspector.connect(this.#port);
    this.#inspector = inspector;
    await inspector.call('Profiler.enable');
    await inspector.call('Profiler.setSamplingInterval', { interval: sampleEveryMicros });
    await inspector.evaluate(watchLoop);
    await inspector.call('HeapProfiler.startSampling', {
      samplingInterval: allocationSampleBytes,
      // What was collected meanwhile counts too: it is the making that costs.
      includeObjectsCollectedByMajorGC: true,
      includeObjectsCollectedByMinorGC: true,
    });
    await inspector.call('Profiler.start');
  }

  async end(): Promise<void> {
    const inspector = this.#inspector;
    if (inspector === null) throw new Error('the window never began');
    const { profile: cpu } = await inspector.call<{ profile: CpuProfile }>('Profiler.stop');
    const { profile } = await inspector.call<{ profile: { head: AllocationNode } }>(
      'HeapProfiler.stopSampling',
    );
    const loop = await inspector.evaluate<LoopFigures>(readLoop);
    this.#profile = { cpu, allocations: profile.head, loop };
    inspector.close();
  }
}
