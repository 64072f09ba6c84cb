import type { AllocationNode, CallFrame, CpuProfile } from './process-profile.ts';

/** A function or a group of them, and its part of the whole. */
export interface Part {
  readonly name: string;
  /** Of 1. */
  readonly share: number;
}

/** Functions by the time spent in themselves, the most first. */
export function topFunctions(profile: CpuProfile): Part[] {
  return sharesBy(profile, (frame) => `${frame.functionName || '(anonymous)'} ${placeOf(frame)}`.trim());
}

/** The same by package: a library, a package of this repository, Node itself. */
export function topPackages(profile: CpuProfile): Part[] {
  return sharesBy(profile, packageOf);
}

/** Functions by what they allocate, the most first. */
export function topAllocations(head: AllocationNode): Part[] {
  const bytes = new Map<string, number>();
  const visit = ({ callFrame, selfSize, children }: AllocationNode) => {
    const name = `${callFrame.functionName || '(anonymous)'} ${placeOf(callFrame)}`.trim();
    bytes.set(name, (bytes.get(name) ?? 0) + selfSize);
    for (const child of children) visit(child);
  };
  visit(head);
  return sorted(bytes);
}

function sharesBy(profile: CpuProfile, nameOf: (frame: CallFrame) => string): Part[] {
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const micros = new Map<string, number>();
  for (const [index, node] of profile.samples.entries()) {
    const name = names.get(node) ?? '';
    micros.set(name, (micros.get(name) ?? 0) + (profile.timeDeltas[index] ?? 0));
  }
  return sorted(micros);
}

function sorted(amounts: ReadonlyMap<string, number>): Part[] {
  const total = [...amounts.values()].reduce((sum, amount) => sum + amount, 0);
  return [...amounts]
    .map(([name, amount]) => ({ name, share: amount / total }))
    .sort((a, b) => b.share - a.share);
}

/** `packages/booking/src/lanes.ts:120`, `socket.io/dist/broadcast.js:88`, `node:net:700`; nothing for the engine's own. */
function placeOf({ url, lineNumber }: CallFrame): string {
  if (url === '') return '';
  const path = url
    .replace(/^file:\/\//, '')
    .replace(/^.*\/node_modules\//, '')
    .replace(/^.*\/(?=(packages|services|test)\/)/, '');
  return `${path}:${lineNumber + 1}`;
}

function packageOf(frame: CallFrame): string {
  if (frame.url === '') return frame.functionName.startsWith('(') ? frame.functionName : '(engine)';
  if (frame.url.startsWith('node:')) return 'node';
  const library = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(frame.url)?.[1];
  return library ?? /\/((?:packages|services|test)\/[^/]+)\//.exec(frame.url)?.[1] ?? frame.url;
}
