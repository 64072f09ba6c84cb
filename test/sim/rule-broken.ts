/** The rule of SPEC.md that a simulated sale broke, what was seen, and in which step. */
export class RuleBroken extends Error {
  override readonly name = 'RuleBroken';
  readonly rule: string;
  readonly step: number;

  constructor(rule: string, what: string, seen: unknown, step: number) {
    super(`[${rule}] ${what}${seen === undefined ? '' : `: ${JSON.stringify(seen)}`}`);
    this.rule = rule;
    this.step = step;
  }
}
