/** An autoscaler of the cluster. */
export interface AutoscalerName {
  readonly namespace: string;
  readonly name: string;
}

const namesMax = 20;
const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Reads `namespace/name,…`. Throws a RangeError for what is none, and for more than 20. */
export function parseAutoscalerNames(text: string): AutoscalerName[] {
  const names = text.split(',').map((part) => {
    const [namespace = '', name = '', ...rest] = part.trim().split('/');
    if (!label.test(namespace) || !label.test(name) || rest.length > 0)
      throw new RangeError(`"${part}" is not an autoscaler such as sale/onsale-realtime`);
    return { namespace, name };
  });
  if (names.length > namesMax) throw new RangeError(`more than ${namesMax} autoscalers`);
  return names;
}
