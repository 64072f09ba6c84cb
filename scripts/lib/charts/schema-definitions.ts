/** Part of a JSON schema, draft 2020-12. */
export type Schema = Readonly<Record<string, unknown>>;

const stringMap = { type: 'object', additionalProperties: { type: 'string' } };
const closed = (properties: Record<string, Schema>): Schema => ({
  type: 'object',
  additionalProperties: false,
  properties,
});
const quantity = { type: ['string', 'integer'] };
const quantities = closed({ cpu: quantity, memory: quantity, 'ephemeral-storage': quantity });
const labelSelector = closed({
  matchLabels: stringMap,
  matchExpressions: {
    type: 'array',
    items: closed({
      key: { type: 'string' },
      operator: { enum: ['In', 'NotIn', 'Exists', 'DoesNotExist'] },
      values: { type: 'array', items: { type: 'string' } },
    }),
  },
});

/** What several values have in common; `@schema {$ref: '#/$defs/peers'}` names one. */
export const schemaDefinitions: Readonly<Record<string, Schema>> = {
  /** A DNS name, or nothing. */
  hostOrEmpty: { type: 'string', maxLength: 253, pattern: '^([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$' },
  /** The name of a Kubernetes object, or nothing. */
  nameOrEmpty: { type: 'string', maxLength: 253, pattern: '^([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$' },
  stringMap,
  resources: closed({ requests: quantities, limits: quantities }),
  /** As in a NetworkPolicy. */
  peers: {
    type: 'array',
    items: closed({
      namespaceSelector: labelSelector,
      podSelector: labelSelector,
      ipBlock: closed({
        cidr: { type: 'string' },
        except: { type: 'array', items: { type: 'string' } },
      }),
    }),
  },
  /** As in a pod. */
  tolerations: {
    type: 'array',
    items: closed({
      key: { type: 'string' },
      operator: { enum: ['Exists', 'Equal'] },
      value: { type: 'string' },
      effect: { enum: ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] },
      tolerationSeconds: { type: 'integer' },
    }),
  },
};
