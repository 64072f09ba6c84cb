/** Where values stand along an axis, in the chart's units. */
export interface Scale {
  readonly ticks: readonly number[];
  at(value: number): number;
}

/** Each of the given values at the same distance from the next: for an axis that begins with 0 and grows by factors. */
export function stepScale(values: readonly number[], start: number, end: number): Scale {
  const step = values.length > 1 ? (end - start) / (values.length - 1) : 0;
  return {
    ticks: values,
    at(value) {
      const index = values.indexOf(value);
      if (index === -1) throw new RangeError(`${value} is not on the axis`);
      return start + index * step;
    },
  };
}

const steps = [1, 2, 5] as const;

/**
 * A logarithmic axis that begins and ends at a 1, 2 or 5 times a power of ten, with a tick at each of them, or, where it
 * is longer than two powers, at whole powers only. Values must be positive.
 */
export function logScale(values: readonly number[], start: number, end: number): Scale {
  if (values.some((value) => !(value > 0 && Number.isFinite(value))))
    throw new RangeError(`a logarithmic axis cannot show ${values.join(', ')}`);
  const [smallest, largest] = [Math.min(...values), Math.max(...values)];
  const fine = ticksAround(smallest, largest, steps);
  const isLong = (fine.at(-1) ?? 1) / (fine[0] ?? 1) > 100;
  const ticks = isLong ? ticksAround(smallest, largest, [1]) : fine;
  const lowest = Math.log10(ticks[0] ?? 1);
  const highest = Math.log10(ticks.at(-1) ?? 10);
  return {
    ticks,
    at: (value) => start + ((Math.log10(value) - lowest) / (highest - lowest)) * (end - start),
  };
}

/** The ticks from the last that is not above the smallest value to the first that is not below the largest. */
function ticksAround(smallest: number, largest: number, stepsOfPower: readonly number[]): number[] {
  const powers = Array.from({ length: 40 }, (_, index) => index - 20);
  const all = powers.flatMap((power) => stepsOfPower.map((step) => Number(`${step}e${power}`)));
  const first = all.findLastIndex((tick) => tick <= smallest);
  const last = all.findIndex((tick) => tick >= largest);
  return all.slice(first, Math.max(last, first + 1) + 1);
}
