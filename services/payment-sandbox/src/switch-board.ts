import type { SwitchChanges, Switches } from './switches.ts';

/** Where the switches stand; they are turned while the sandbox runs. */
export interface SwitchBoard {
  readonly current: Switches;
  turn(changes: SwitchChanges): Switches;
}

export function createSwitchBoard(atStart: Switches): SwitchBoard {
  let current = atStart;
  return {
    get current() {
      return current;
    },
    turn(changes) {
      const {
        charges = current.charges,
        slowMs = current.slowMs,
        hangMs = current.hangMs,
        lateMs = current.lateMs,
        webhooks = current.webhooks,
      } = changes;
      current = { charges, slowMs, hangMs, lateMs, webhooks };
      return current;
    },
  };
}
