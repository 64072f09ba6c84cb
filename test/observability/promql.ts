import { parser } from '@prometheus-io/lezer-promql';

/** A selector of series in a query. */
export interface Selector {
  readonly metric: string;
  readonly matchers: readonly { readonly label: string; readonly operator: string; readonly value: string }[];
}

/** What a query asks for, as Prometheus's own grammar reads it. */
export interface Query {
  readonly selectors: readonly Selector[];
  /** Labels that it groups, joins or counts by. */
  readonly groupings: readonly string[];
  /** What the grammar could not read, with the place. */
  readonly faults: readonly string[];
}

type Node = ReturnType<typeof parser.parse>['topNode'];

/** Reads a query; variables of Grafana's stand for what they would be. */
export function readQuery(text: string): Query {
  const source = text.replaceAll(/\$__(rate_)?interval/g, '5m').replaceAll(/\$__range/g, '1h');
  const textOf = (node: Node) => source.slice(node.from, node.to);
  const selectors: Selector[] = [];
  const groupings: string[] = [];
  const faults: string[] = [];
  parser.parse(source).iterate({
    enter({ node }) {
      if (node.type.isError) faults.push(`at ${node.from}: ${source.slice(node.from, node.from + 20)}`);
      if (node.name === 'VectorSelector') selectors.push(selectorOf(node, textOf));
      if (node.name === 'GroupingLabels') groupings.push(...node.getChildren('LabelName').map(textOf));
    },
  });
  return { selectors, groupings, faults };
}

function selectorOf(node: Node, textOf: (node: Node) => string): Selector {
  const name = node.getChild('Identifier');
  const matchers = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
  return {
    metric: name === null ? '' : textOf(name),
    matchers: matchers.map((matcher) => {
      const [label, operator, value] = ['LabelName', 'MatchOp', 'StringLiteral'].map((kind) => {
        const child = matcher.getChild(kind);
        return child === null ? '' : textOf(child);
      });
      return { label: label ?? '', operator: operator ?? '', value: JSON.parse(value || '""') as string };
    }),
  };
}
