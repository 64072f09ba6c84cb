import { run } from './programs.ts';

/** Asked of the API server: may this account do that? */
interface Question {
  readonly account: string;
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly name?: string;
}

interface Review {
  readonly spec: { readonly user: string };
  readonly status: { readonly allowed: boolean };
}

const things = [
  { group: '', resource: 'nodes' },
  { group: 'discovery.k8s.io', resource: 'endpointslices' },
  { group: '', resource: 'secrets' },
  { group: '', resource: 'pods' },
  { group: '', resource: 'services' },
  { group: 'apps', resource: 'deployments' },
  { group: 'autoscaling', resource: 'horizontalpodautoscalers', name: 'onsale-realtime' },
  { group: 'autoscaling', resource: 'horizontalpodautoscalers', name: 'of-somebody-else' },
  { group: 'rbac.authorization.k8s.io', resource: 'rolebindings' },
] as const;
const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] as const;

/** All that the accounts of a namespace may do, of everything that somebody could want, as `account: verb resource`. */
export async function rightsOf(namespace: string, accounts: readonly string[]): Promise<string[]> {
  const questions: Question[] = accounts.flatMap((account) =>
    things.flatMap((thing) => verbs.map((verb) => ({ account, verb, ...thing }))),
  );
  const reviews = questions.map(({ account, ...attributes }) => ({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: {
      user: `system:serviceaccount:${namespace}:${account}`,
      groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
      resourceAttributes: { namespace, ...attributes },
    },
  }));
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: reviews });
  const answer = await run('kubectl', ['create', '--filename', '-', '--output', 'json'], { input });
  const answers = readAnswers(answer);
  return questions
    .filter((_, at) => answers[at]?.status.allowed === true)
    .map(({ account, verb, resource, name }) => `${account}: ${verb} ${resource}${name ? ` ${name}` : ''}`);
}

/** kubectl prints one object after the other, or a list of them. */
function readAnswers(text: string): Review[] {
  const parts = text.split(/(?<=^})\n(?={)/m).map((part) => JSON.parse(part) as Review | { items: Review[] });
  return parts.flatMap((part) => ('items' in part ? part.items : [part]));
}
