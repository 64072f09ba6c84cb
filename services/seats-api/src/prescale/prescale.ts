import type { AutoscalerName } from './autoscaler-name.ts';
import type { KubernetesApi } from './kubernetes-api.ts';
import type { OnSaleTimes } from './on-sale-times.ts';
import { isAroundOnSale, type OnSaleWindow, replicaPlanOf } from './wanted-replicas.ts';

export interface PrescaleNeeds {
  readonly targets: readonly AutoscalerName[];
  readonly window: OnSaleWindow;
  readonly kubernetes: KubernetesApi;
  onSaleTimes(): Promise<OnSaleTimes>;
  /** Receives a sentence at a time. */
  tell(line: string): void;
}

/**
 * Sets how many pods the sale's autoscalers keep at least: more around a show's on-sale time, as a crowd comes faster than
 * pods start; as many as usual at other times. While the shows cannot be read everything stays as it is. One autoscaler
 * that fails does not keep the others from being set; then throws an Error that names each that failed.
 */
export async function prescale(needs: PrescaleNeeds): Promise<void> {
  const { timesMs, nowMs } = await needs.onSaleTimes();
  const isAround = isAroundOnSale(timesMs, nowMs, needs.window);
  const failures: string[] = [];
  for (const target of needs.targets) {
    try {
      needs.tell(await setOne(needs.kubernetes, target, isAround));
    } catch (error) {
      failures.push(`${named(target)}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (failures.length > 0) throw new Error(`not pre-scaled: ${failures.join('; ')}`);
}

async function setOne(kubernetes: KubernetesApi, target: AutoscalerName, isAround: boolean): Promise<string> {
  const autoscaler = await kubernetes.find(target);
  if (autoscaler === null) return `${named(target)} is not there; nothing to pre-scale`;
  const plan = replicaPlanOf(autoscaler.annotations);
  if (plan === null) return `${named(target)} is not to be pre-scaled`;
  const wanted = isAround ? plan.onSale : plan.usual;
  if (autoscaler.fewest === wanted) return `${named(target)} keeps ${wanted} pods at least, as it should`;
  await kubernetes.setFewest(target, autoscaler.kind, wanted);
  return `${named(target)} keeps ${wanted} pods at least, after ${autoscaler.fewest}`;
}

function named({ namespace, name }: AutoscalerName): string {
  return `${namespace}/${name}`;
}
