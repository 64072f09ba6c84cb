import type { Logger } from './logger.ts';

export interface LifecycleOptions {
  readonly logger: Logger;
  /** How long all steps together may take. */
  readonly stopMsMax: number;
  readonly exit?: (code: number) => void;
}

/** An ordered, bounded stop. */
export interface Lifecycle {
  /** Adds a step; steps run in the order in which they were added. */
  onStop(name: string, step: () => Promise<void> | void): void;
  isStopping(): boolean;
  /** Runs the steps once and ends the process; a step that throws does not keep the others from running. */
  stop(reason: string, code?: number): Promise<void>;
  /** Stops on SIGTERM and SIGINT; a second signal ends the process at once. */
  listen(): void;
}

export function createLifecycle(options: LifecycleOptions): Lifecycle {
  const { logger } = options;
  const exit = options.exit ?? ((code) => process.exit(code));
  const steps: { name: string; step: () => Promise<void> | void }[] = [];
  let stopping: Promise<void> | null = null;

  async function run(reason: string, code: number): Promise<void> {
    logger.info({ reason }, 'stopping');
    const timer = setTimeout(() => {
      logger.error({ stopMsMax: options.stopMsMax }, 'stopping took too long');
      exit(1);
    }, options.stopMsMax);
    for (const { name, step } of steps) {
      try {
        await step();
      } catch (error) {
        logger.error({ err: error, step: name }, 'a step of the stop failed');
      }
    }
    clearTimeout(timer);
    logger.info('stopped');
    exit(code);
  }

  function stop(reason: string, code = 0): Promise<void> {
    // A step may ask whether the process is stopping, and may itself ask for the stop.
    stopping ??= Promise.resolve().then(() => run(reason, code));
    return stopping;
  }

  function onSignal(signal: NodeJS.Signals): void {
    if (stopping !== null) {
      logger.warn({ signal }, 'second signal, ending at once');
      exit(130);
      return;
    }
    void stop(signal);
  }

  return {
    onStop: (name, step) => void steps.push({ name, step }),
    isStopping: () => stopping !== null,
    stop,
    listen() {
      process.on('SIGTERM', onSignal);
      process.on('SIGINT', onSignal);
    },
  };
}
