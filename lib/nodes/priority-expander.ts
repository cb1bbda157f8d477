import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { GpuNodeGroups } from './gpu-node-groups';
import { requireNamespaceName } from '../private/names';
import { refuse } from '../private/refuse';

/** Properties of `PriorityExpander`. */
export interface PriorityExpanderProps {
  /** All node groups of the cluster that have an order of preference. */
  readonly nodeGroups: GpuNodeGroups[];

  /**
   * The namespace of Cluster Autoscaler, the only one in which it looks.
   *
   * @default 'kube-system'
   */
  readonly namespace?: string;
}

/** The only name by which Cluster Autoscaler looks. */
const NAME = 'cluster-autoscaler-priority-expander';

/** Of groups that are named nowhere, such as those for CPUs: the expander would never choose one that nothing matches. */
const OTHERS = 10;

/**
 * The order in which Cluster Autoscaler, run with `--expander=priority`, tries node groups. One for a cluster.
 *
 * Emits its ConfigMap: the first group of each `GpuNodeGroups` has the highest priority, groups that are named nowhere the lowest.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/expander/priority/readme.md
 */
export class PriorityExpander extends Construct {
  /** The ConfigMap. */
  public readonly configMap: k8s.KubeConfigMap;

  /**
   * @throws Error if there is no node group, or the name of one is a part of another's: the expander would take one for the other
   */
  public constructor(scope: Construct, id: string, props: PriorityExpanderProps) {
    super(scope, id);
    const { nodeGroups, namespace = 'kube-system' } = props;
    requireNamespaceName(this, 'namespace', namespace);
    const orders = nodeGroups.map((groups) => groups.nodeGroups.map(({ name }) => name));
    this.requireDistinct(orders.flat());
    const most = Math.max(...orders.map((names) => names.length));
    const ranks = Array.from({ length: most }, (_, rank) => orders.flatMap((names) => names.slice(rank, rank + 1)));
    const priorities = [
      ...ranks.map((names, rank) => ({ priority: OTHERS * (most - rank + 1), patterns: names.map(patternOf) })),
      { priority: OTHERS, patterns: ['.*'] },
    ];
    this.configMap = new k8s.KubeConfigMap(this, 'Resource', {
      metadata: { name: NAME, namespace },
      data: {
        priorities: priorities.map(({ priority, patterns }) => [`${priority}:`, ...patterns.map((pattern) => `  - ${JSON.stringify(pattern)}`)].join('\n')).join('\n'),
      },
    });
  }

  private requireDistinct(names: readonly string[]): void {
    if (names.length === 0) {
      refuse(this, 'nodeGroups', names, 'at least one', 'add it, or remove the construct');
    }
    names.forEach((name, index) => {
      const other = names.find((candidate, at) => at !== index && new RegExp(patternOf(name)).test(candidate));
      if (other !== undefined) {
        refuse(this, 'nodeGroups', name, `a name that is no part of another group's (${other})`, 'rename one of the two node groups');
      }
    });
  }
}

/** The Auto Scaling group of an EKS node group is called `eks-NAME-` and an id, that of eksctl ends in `-NAME-NodeGroup-` and one. */
function patternOf(name: string): string {
  return `(^|-)${name}(-|$)`;
}
