import type { DesignName } from '../clients/messages.ts';
import type { ReadingRunPlan, RunPlan } from '../report/figures.ts';

/** One thing to measure: a run of a design under a crowd, or pages that read a snapshot, one plan after the other. */
export type Step =
  | { readonly kind: 'run'; readonly plan: RunPlan }
  | { readonly kind: 'reading'; readonly plans: readonly ReadingRunPlan[] };

export interface StepsOptions {
  /** Shorter and once: to see that all works, not for figures to quote. */
  readonly isQuick: boolean;
}

export const groupNames = [
  'wins',
  'hot',
  'quiet',
  'crowd',
  'processes',
  'snapshots',
  'growth',
  'costs',
] as const;
export type GroupName = (typeof groupNames)[number];

const designs = ['textbook', 'onsale'] as const;

/** 100 buyers who take one seat a command, as fast as they are answered, of 40,000 in 5 sections. */
export const usualRun: RunPlan = {
  design: 'onsale',
  scenario: 'wins',
  processes: 1,
  buyers: 100,
  viewers: 0,
  viewerWorkers: 1,
  seatCount: 40_000,
  sectionCount: 5,
  perSecond: null,
  hotSeats: null,
  // Less, and the engine would still be compiling what a server that has run for a day compiled long ago.
  warmSeconds: 2,
  seconds: 3,
  drainSeconds: 20,
  patienceMs: 60_000,
  buyersWatch: true,
  sampled: 2,
  seed: 1,
};

/** What each group is for is said in README.md. */
const stepsByGroup: Readonly<Record<GroupName, (options: StepsOptions) => Step[]>> = {
  wins: (options) =>
    [0, 1_000, 3_000].flatMap((viewers) =>
      inTurn(options, designs, (design, seed) =>
        run({ scenario: 'wins', design, viewers, seed, ...textbookTime(design, viewers) }),
      ),
    ),
  hot: (options) =>
    inTurn(options, designs, (design, seed) =>
      // The sale opens with the window: there is no warm-up before the first seats are gone.
      run({
        scenario: 'hot',
        design,
        seed,
        buyers: 500,
        hotSeats: 100,
        warmSeconds: 0,
        seconds: 6,
        drainSeconds: 5,
      }),
    ),
  quiet: (options) =>
    inTurn(options, designs, (design, seed) =>
      run({
        scenario: 'quiet',
        design,
        seed,
        viewers: 500,
        perSecond: 20,
        seconds: options.isQuick ? 6 : 20,
      }),
    ),
  crowd: (options) =>
    rounds(options).map((seed) =>
      run({ scenario: 'crowd', design: 'onsale', seed, viewers: 10_000, warmSeconds: 2, seconds: 5 }),
    ),
  processes: (options) =>
    inTurn(options, [1, 2], (processes, seed) =>
      run({ scenario: 'processes', processes, viewers: 1_000, seed, sampled: 4 }),
    ),
  snapshots: () => [{ kind: 'reading', plans: readingPlans() }],
  growth: (options) => [...viewerGrowth(), ...rateGrowth(options), ...seatGrowth(options)],
  costs: (options) => [...idleCosts(), ...hearingCosts(options), ...processCosts()],
};

export function stepsOf(group: GroupName, options: StepsOptions): Step[] {
  return stepsByGroup[group](options);
}

function rounds({ isQuick }: StepsOptions): number[] {
  return isQuick ? [1] : [1, 2];
}

/** A B A B: what drifts on the machine meanwhile meets all alike. */
function inTurn<T>(
  options: StepsOptions,
  variants: readonly T[],
  make: (variant: T, seed: number) => Step,
): Step[] {
  return rounds(options).flatMap((seed) => variants.map((variant) => make(variant, seed)));
}

function run(plan: Partial<RunPlan>): Step {
  return { kind: 'run', plan: { ...usualRun, ...plan } };
}

/** With thousands of viewers the textbook answers after seconds: a window must hold several such rounds. */
function textbookTime(design: DesignName, viewers: number): Partial<RunPlan> {
  if (design === 'onsale') return {};
  if (viewers === 0) return { seconds: 5 };
  return viewers < 3_000 ? { warmSeconds: 2, seconds: 8 } : { warmSeconds: 5, seconds: 20 };
}

function readingPlans(): ReadingRunPlan[] {
  const usual = { connections: 64, warmSeconds: 1.5, seconds: 4, seed: 1 };
  return [
    { ...usual, scenario: 'full', isConditional: false, perSecond: null },
    { ...usual, scenario: 'unchanged', isConditional: true, perSecond: null },
    { ...usual, scenario: 'full-half', isConditional: false, perSecond: 4_000 },
    { ...usual, scenario: 'unchanged-half', isConditional: true, perSecond: 7_500 },
  ];
}

function viewerGrowth(): Step[] {
  return [500, 1_000, 2_000, 4_000].map((viewers) =>
    run({ scenario: 'growth-viewers', viewers, perSecond: 20, warmSeconds: 2, seconds: 8 }),
  );
}

const textbookRateMax = 200;

/** One section: with more of them, more changes are also in more frames of one tick, until all sections have some. */
function rateGrowth({ isQuick }: StepsOptions): Step[] {
  const rates = isQuick ? [50, 100] : [10, 25, 50, 100, 200, 400, 800, 1_600];
  return rates.flatMap((perSecond) =>
    // Above that rate the textbook's queue grows without end.
    designs
      .filter((design) => design === 'onsale' || perSecond <= textbookRateMax)
      .map((design) =>
        run({
          scenario: 'growth-rate',
          design,
          viewers: 500,
          sectionCount: 1,
          perSecond,
          warmSeconds: 2,
          seconds: 6,
          drainSeconds: 10,
        }),
      ),
  );
}

function seatGrowth(options: StepsOptions): Step[] {
  return inTurn(options, [20_000, 200_000], (seatCount, seed) =>
    run({ scenario: 'growth-seats', seatCount, seed, perSecond: 2_000, warmSeconds: 2, seconds: 6 }),
  );
}

/** Sockets to which nothing happens; the rate lets none of the arrivals fall into the run. */
function idleCosts(): Step[] {
  return [2_000, 8_000].map((viewers) =>
    run({ scenario: 'costs-idle', viewers, buyers: 1, perSecond: 0.001, warmSeconds: 3, seconds: 15 }),
  );
}

/** Next to nobody to tell: what is left is what every process does for each commit, whoever made it. */
function hearingCosts(options: StepsOptions): Step[] {
  return inTurn(options, [1, 2, 4], (processes, seed) =>
    run({ scenario: 'costs-hearing', processes, seed, perSecond: 200, warmSeconds: 2, seconds: 8 }),
  );
}

function processCosts(): Step[] {
  return [1, 2, 4].map((processes) =>
    run({
      scenario: 'costs-processes',
      processes,
      viewers: 2_000,
      perSecond: 200,
      warmSeconds: 2,
      seconds: 8,
    }),
  );
}
