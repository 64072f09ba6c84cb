import { inject } from 'vitest';

const answerMsMax = 20_000;

/** Asks the API server, through the proxy of the run: a kubectl a question would take more of the machine than the sale. */
export async function ask<T>(path: string): Promise<T> {
  const signal = AbortSignal.timeout(answerMsMax);
  const response = await fetch(`${inject('kubernetesApi')}${path}`, { signal });
  if (!response.ok) throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
