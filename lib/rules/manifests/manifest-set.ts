import { Autoscaler } from './autoscaler';
import { NODE_POOL_LABEL, NodePool } from './node-pool';
import { Manifest } from '../rule';
import { ScaledJob } from './scaled-job';
import { ScaledObject } from './scaled-object';
import { Scaler } from './scaler';
import { entries, text } from './values';
import { Plain } from './view';
import { Workload } from './workload';

/** The API groups of the kinds that rules look at; another group's kind of the same name is something else. */
const GROUPS: { readonly [kind: string]: RegExp } = {
  ScaledObject: /^keda\.sh\//,
  ScaledJob: /^keda\.sh\//,
  TriggerAuthentication: /^keda\.sh\//,
  ClusterTriggerAuthentication: /^keda\.sh\//,
  NodePool: /^karpenter\.sh\//,
  NodeOverlay: /^karpenter\.sh\//,
  EC2NodeClass: /^karpenter\.k8s\.aws\//,
  CapacityBuffer: /^autoscaling\.x-k8s\.io\//,
  HorizontalPodAutoscaler: /^autoscaling\//,
  PodDisruptionBudget: /^policy\//,
  PriorityClass: /^scheduling\.k8s\.io\//,
  PersistentVolumeClaim: /^v1$/,
  Secret: /^v1$/,
  Service: /^v1$/,
  InferenceService: /^serving\.kserve\.io\//,
};

/** Kinds that belong to no namespace, whatever their manifest says. */
const CLUSTER_SCOPED = ['ClusterTriggerAuthentication', 'NodePool', 'NodeOverlay', 'EC2NodeClass', 'PriorityClass'];

/** What decides on the replicas of a workload. */
export interface Scaling {
  /** The kind and the name of the ScaledObject or the HPA. */
  readonly by: string;
  readonly maxReplicas: number;
  readonly target: Workload;
}

/** The objects that rules look at, and what they are to each other. */
export class ManifestSet {
  public readonly workloads: readonly Workload[];
  public readonly scaledObjects: readonly ScaledObject[];
  public readonly scaledJobs: readonly ScaledJob[];
  public readonly nodePools: readonly NodePool[];

  /** The HorizontalPodAutoscalers that KEDA has not made: its own are among the objects that kubectl get prints. */
  public readonly autoscalers: readonly Autoscaler[];

  /** What has triggers: the ScaledObjects and the ScaledJobs. */
  public readonly scalers: readonly Scaler[];

  /** The workloads whose replicas come and go, and what decides on them. */
  public readonly scalings: readonly Scaling[];

  private readonly byKind = new Map<string, Plain[]>();
  private readonly byName = new Map<string, Manifest>();
  private readonly byPodLabel = new Map<string, ReadonlyMap<string, readonly Workload[]>>();
  private readonly workloadOf = new Map<Manifest, Workload>();
  private readonly poolByName: ReadonlyMap<string, NodePool>;
  private readonly pools = new Map<Workload, readonly NodePool[]>();
  private workloadsByPool?: ReadonlyMap<NodePool, readonly Workload[]>;
  private readonly poolsByNodeClass = new Map<string, NodePool[]>();

  public constructor(public readonly objects: readonly Manifest[]) {
    for (const object of objects) {
      if (GROUPS[object.kind]?.test(text(object.apiVersion)) ?? true) {
        const plain = new Plain(object);
        append(this.byKind, object.kind, plain);
        this.byName.set(fullName(object.kind, plain.namespace, plain.name), object);
      }
    }
    this.workloads = objects.filter((object) => Workload.is(object)).map((object) => new Workload(object));
    this.workloads.forEach((workload) => this.workloadOf.set(workload.object, workload));
    this.scaledObjects = this.all('ScaledObject').map(({ object, namespace }) =>
      new ScaledObject(object, this.workload(text(object.spec?.scaleTargetRef?.kind) || 'Deployment', namespace, object.spec?.scaleTargetRef?.name)));
    this.autoscalers = this.all('HorizontalPodAutoscaler')
      .filter((hpa) => !hpa.isOwnedBy('ScaledObject'))
      .map(({ object, namespace }) =>
        new Autoscaler(object, this.workload(text(object.spec?.scaleTargetRef?.kind), namespace, object.spec?.scaleTargetRef?.name)));
    this.scaledJobs = this.all('ScaledJob').map(({ object }) => new ScaledJob(object, this.workloadOf.get(object)));
    this.scalings = [...this.scaledObjects, ...this.autoscalers].flatMap(({ object, name, maxReplicas, target }) =>
      target === undefined ? [] : [{ by: `${object.kind} ${name}`, maxReplicas, target }]);
    this.scalers = [...this.scaledObjects, ...this.scaledJobs];
    this.nodePools = this.all('NodePool').map(({ object }) => new NodePool(object));
    this.nodePools.forEach((pool) => append(this.poolsByNodeClass, text(pool.template.spec?.nodeClassRef?.name), pool));
    this.poolByName = new Map(this.nodePools.map((pool) => [pool.name, pool]));
  }

  /** All objects of a kind. */
  public all(kind: string): readonly Plain[] {
    return this.byKind.get(kind) ?? [];
  }

  /** The object of a name, if it is among the manifests. */
  public find(kind: string, namespace: string, name: unknown): Manifest | undefined {
    return this.byName.get(fullName(kind, namespace, text(name)));
  }

  /** The workload of a name, if it is among the manifests. */
  public workload(kind: string, namespace: string, name: unknown): Workload | undefined {
    return this.workloadOf.get(this.find(kind, namespace, name));
  }

  /** The workloads of a namespace whose pods a selector matches. */
  public selectedBy(namespace: string, matchLabels: unknown): readonly Workload[] {
    const [first] = entries(matchLabels);
    const candidates = first === undefined ? [] : this.labelled(first[0]).get(`${namespace} ${first[1]}`) ?? [];
    return candidates.filter((workload) => workload.selectedBy(matchLabels));
  }

  /** The workloads whose pods have a label, by their namespace and its value. */
  private labelled(label: string): ReadonlyMap<string, readonly Workload[]> {
    const known = this.byPodLabel.get(label);
    if (known !== undefined) {
      return known;
    }
    const found = new Map<string, Workload[]>();
    for (const workload of this.workloads) {
      const value = workload.podLabels.find(([name]) => name === label)?.[1];
      if (value !== undefined) {
        append(found, `${workload.namespace} ${value}`, workload);
      }
    }
    this.byPodLabel.set(label, found);
    return found;
  }

  /** The pools that a workload names. */
  public poolsNamedBy(workload: Workload): readonly NodePool[] {
    return workload.nodeSelection.filter(({ key }) => key === NODE_POOL_LABEL)
      .flatMap(({ values }) => values.flatMap((name) => this.poolByName.get(name) ?? []));
  }

  /** The GPU pools whose nodes a workload's pods can be put on. */
  public poolsOf(workload: Workload): readonly NodePool[] {
    const known = this.pools.get(workload);
    if (known !== undefined) {
      return known;
    }
    const named = this.poolsNamedBy(workload);
    const candidates = workload.isGpu ? (named.length > 0 ? named : this.nodePools) : [];
    const pools = candidates.filter((pool) => pool.isGpu && pool.refusal(workload) === undefined);
    this.pools.set(workload, pools);
    return pools;
  }

  /** The workloads whose pods can be put on the nodes of a GPU pool. */
  public workloadsOn(pool: NodePool): readonly Workload[] {
    if (this.workloadsByPool === undefined) {
      const found = new Map<NodePool, Workload[]>();
      this.workloads.forEach((workload) => this.poolsOf(workload).forEach((each) => append(found, each, workload)));
      this.workloadsByPool = found;
    }
    return this.workloadsByPool.get(pool) ?? [];
  }

  /** The pools whose nodes are of a node class. */
  public poolsOfNodeClass(name: string): readonly NodePool[] {
    return this.poolsByNodeClass.get(name) ?? [];
  }

  /** The value of a workload's PriorityClass: 0 without one, `undefined` if the class is not among the manifests. */
  public priorityOf(workload: Workload): number | undefined {
    const name = text(workload.pod.priorityClassName);
    return name === '' ? 0 : this.find('PriorityClass', 'default', name)?.value;
  }
}

function fullName(kind: string, namespace: string, name: string): string {
  return CLUSTER_SCOPED.includes(kind) ? `${kind} ${name}` : `${kind} ${namespace} ${name}`;
}

function append<K, T>(lists: Map<K, T[]>, name: K, item: T): void {
  const list = lists.get(name);
  if (list === undefined) {
    lists.set(name, [item]);
  } else {
    list.push(item);
  }
}
