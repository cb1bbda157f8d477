import { Duration, Size } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { CapacityType } from './capacity-type';
import { GpuInstance } from './catalogue/gpu-instance';
import { GpuNodes, GpuNodesProps, NodePlacement } from './gpu-nodes';
import { InstanceCatalogue } from './instance-catalogue';
import { NodeDisk } from './node-disk';
import { GPU_PRESENT_LABEL, GPU_TAINT, GPU_TOLERATION, POOL_LABEL } from './node-labels';
import { objectName } from '../private/names';
import { refuse, requireSeconds, requireWhole } from '../private/refuse';

/** A node group that the workers may run on. */
export interface NodeGroupOptions {
  /** Its name, by which the priority expander finds its Auto Scaling group: letters, digits, `-` and `_`. */
  readonly name: string;

  /** How its nodes are bought. */
  readonly capacityType: CapacityType;

  /**
   * Most GPUs of the group. From `gpusPerNode` to `maxGpus` of all.
   *
   * @default - `maxGpus` of all
   */
  readonly maxGpus?: number;
}

/** Properties of `GpuNodeGroups`. */
export interface GpuNodeGroupsProps extends GpuNodesProps {
  /** Name of the cluster, by which Cluster Autoscaler discovers its groups. */
  readonly clusterName: string;

  /** The node groups, in order of preference. `PriorityExpander` tells it to Cluster Autoscaler. */
  readonly groups: NodeGroupOptions[];

  /**
   * The disk of the nodes. Cluster Autoscaler has to know its size: workers ask for a part of it, and a group of no nodes shows none.
   *
   * @default NodeDisk.of(Size.gibibytes(200))
   */
  readonly disk?: NodeDisk;

  /**
   * How long a node stays when nothing runs on it.
   *
   * @default Duration.minutes(5)
   */
  readonly scaleDownUnneededTime?: Duration;
}

/** What a node group has to be like: to be written into Terraform, eksctl or the AWS CDK. */
export interface NodeGroup {
  /** Its name. */
  readonly name: string;
  /** How its nodes are bought. */
  readonly capacityType: CapacityType;
  /** Its instance types. All have the same size, because Cluster Autoscaler takes the first for all. */
  readonly instanceTypes: string[];
  /** Fewest nodes: 0. */
  readonly minSize: number;
  /** Most nodes. */
  readonly maxSize: number;
  /** Labels of its nodes. */
  readonly labels: { [key: string]: string };
  /** Taints of its nodes. */
  readonly taints: k8s.Taint[];
  /** Tags of its Auto Scaling group, which does not get those of an EKS node group by itself. */
  readonly tags: { [key: string]: string };
}

/** In the domain of Cluster Autoscaler. */
const TAG = 'k8s.io/cluster-autoscaler';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/** What EKS admits. */
const CLUSTER = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;

/**
 * Nodes with GPUs, brought and taken away by Cluster Autoscaler: node groups of AWS, which something else creates.
 *
 * Emits nothing by itself. `nodeGroups` says what the groups have to be like for workers to start from zero nodes, and workers get the
 * placement and the annotation `safe-to-evict: "false"`, so that no busy one is moved. Cluster Autoscaler has to run with
 * `--node-group-auto-discovery=asg:tag=k8s.io/cluster-autoscaler/enabled,k8s.io/cluster-autoscaler/CLUSTER`.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
 */
export class GpuNodeGroups extends GpuNodes {
  /** What a pod has to say to be put on the nodes of these groups. */
  public readonly placement: NodePlacement;

  private readonly name: string;
  private readonly clusterName: string;
  private readonly groups: readonly NodeGroupOptions[];
  private readonly unneeded: Duration;
  private readonly nodeDisk: NodeDisk;

  /**
   * @throws Error if a bound is not positive, the instance types differ in size, a name is not a group's name or is given twice, or the
   * groups do not make up `maxGpus`
   */
  public constructor(scope: Construct, id: string, props: GpuNodeGroupsProps) {
    const { disk = NodeDisk.of(Size.gibibytes(200)), scaleDownUnneededTime = Duration.minutes(5) } = props;
    super(scope, id, props, InstanceCatalogue.aws(), disk);
    if (!CLUSTER.test(props.clusterName)) {
      refuse(this, 'clusterName', props.clusterName, 'a name of at most 100 letters, digits, - and _, as EKS has it', 'correct the name');
    }
    requireSeconds(this, 'scaleDownUnneededTime', scaleDownUnneededTime.toSeconds({ integral: false }), 0);
    this._restrictToOneSize();
    this.requireGroups(props.groups);

    this.name = objectName(this);
    this.clusterName = props.clusterName;
    this.groups = props.groups;
    this.unneeded = scaleDownUnneededTime;
    this.nodeDisk = disk;
    this.placement = { nodeSelector: { [POOL_LABEL]: this.name }, tolerations: [GPU_TOLERATION] };
  }

  /** No running worker is moved: Cluster Autoscaler may take away a node of several GPUs of which few are used. */
  public get podAnnotations(): { [key: string]: string } | undefined {
    return { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' };
  }

  /** What the node groups have to be like, in their order. Complete when all workers are made. */
  public get nodeGroups(): NodeGroup[] {
    const shapes = this._admitted();
    const labels = { ...GPU_PRESENT_LABEL, [POOL_LABEL]: this.name, 'k8s.amazonaws.com/accelerator': acceleratorOf(shapes) };
    return this.groups.map(({ name, capacityType, maxGpus = this.maxGpus }) => ({
      name,
      capacityType,
      instanceTypes: shapes.map(({ instanceType }) => instanceType),
      minSize: 0,
      maxSize: this.nodesFor(maxGpus),
      labels,
      taints: [GPU_TAINT],
      tags: this.tags(labels),
    }));
  }

  /** @internal */
  protected _maxNodes(): number {
    return this.groups.reduce((sum, { maxGpus = this.maxGpus }) => sum + this.nodesFor(maxGpus), 0);
  }

  private nodesFor(gpus: number): number {
    return Math.floor(gpus / this.gpusPerNode);
  }

  private tags(labels: { readonly [key: string]: string }): { [key: string]: string } {
    return {
      [`${TAG}/enabled`]: 'true',
      [`${TAG}/${this.clusterName}`]: 'owned',
      ...Object.fromEntries(Object.entries(labels).map(([key, value]) => [`${TAG}/node-template/label/${key}`, value])),
      [`${TAG}/node-template/taint/${GPU_TAINT.key}`]: `${GPU_TAINT.value}:${GPU_TAINT.effect}`,
      // Without it a group of no nodes has no disk, and no pod that asks for some would ever bring a node.
      [`${TAG}/node-template/resources/ephemeral-storage`]: `${this.nodeDisk._gib}Gi`,
      [`${TAG}/node-template/autoscaling-options/scaledownunneededtime`]: `${this.unneeded.toSeconds()}s`,
    };
  }

  private requireGroups(groups: readonly NodeGroupOptions[]): void {
    const names = groups.map(({ name }) => name);
    const strange = names.find((name) => !NAME.test(name));
    if (strange !== undefined) {
      refuse(this, 'groups', strange, 'names of letters, digits, - and _', 'correct the name');
    }
    if (groups.length === 0 || new Set(names).size < names.length) {
      refuse(this, 'groups', names, 'each name once, and at least one', 'correct the list');
    }
    for (const { name, maxGpus } of groups) {
      if (maxGpus !== undefined) {
        requireWhole(this, `maxGpus of the group ${name}`, maxGpus, this.gpusPerNode, this.maxGpus);
      }
    }
    const all = groups.reduce((sum, { maxGpus = this.maxGpus }) => sum + maxGpus, 0);
    if (all < this.maxGpus) {
      refuse(this, 'maxGpus', this.maxGpus, `at most ${all}, what all groups may hold`, 'lower it, or raise maxGpus of a group');
    }
  }
}

/** A node with it and without a GPU yet counts as one that is still starting, so that no second one is brought for the same pod. */
function acceleratorOf(shapes: readonly GpuInstance[]): string {
  const names = [...new Set(shapes.map(({ gpuName }) => gpuName))];
  return names.length === 1 ? `nvidia-${names[0]}` : 'nvidia';
}
