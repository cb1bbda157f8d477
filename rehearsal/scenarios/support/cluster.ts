/** Reads a control plane through the Kubernetes API: a list takes milliseconds, where starting kubectl takes a tenth of a second of CPU. */
import { KubeConfig, KubernetesObjectApi } from '@kubernetes/client-node';
import type { ControlPlane } from '../../src/control-plane/control-plane';

/** Any Kubernetes object, as the API server gives it. */
export type Live = any;

/** Which objects. */
export interface Selection {
  readonly namespace?: string;
  /** Label selector, as `kubectl --selector` takes it. */
  readonly labels?: string;
}

export class Cluster {
  private readonly api: KubernetesObjectApi;

  constructor(private readonly plane: ControlPlane) {
    const config = new KubeConfig();
    config.loadFromFile(plane.kubeconfig);
    this.api = KubernetesObjectApi.makeApiClient(config);
  }

  /** All objects of a kind that match. */
  async list(apiVersion: string, kind: string, { namespace, labels }: Selection = {}): Promise<Live[]> {
    return (await this.api.list(apiVersion, kind, namespace, undefined, undefined, undefined, undefined, labels)).items;
  }

  /** Pods that are not being deleted. */
  async pods(namespace: string, labels?: string): Promise<Live[]> {
    return (await this.list('v1', 'Pod', { namespace, labels })).filter((pod) => pod.metadata.deletionTimestamp === undefined);
  }

  /** Nodes of a pool; all nodes that Karpenter brought when no pool is named. */
  nodes(pool?: string): Promise<Live[]> {
    return this.list('v1', 'Node', { labels: pool === undefined ? 'karpenter.sh/nodepool' : `karpenter.sh/nodepool=${pool}` });
  }

  /** NodeClaims of a pool, or all. */
  nodeClaims(pool?: string): Promise<Live[]> {
    return this.list('karpenter.sh/v1', 'NodeClaim', pool === undefined ? {} : { labels: `karpenter.sh/nodepool=${pool}` });
  }

  /** One object. */
  read(apiVersion: string, kind: string, name: string, namespace?: string): Promise<Live> {
    return this.api.read({ apiVersion, kind, metadata: { name, namespace } });
  }

  /** Sets the replicas of a Deployment, as the HPA does. */
  async scale(namespace: string, deployment: string, replicas: number): Promise<void> {
    await this.plane.kubectl(['scale', `--namespace=${namespace}`, `deployment/${deployment}`, `--replicas=${replicas}`]);
  }

  /** Creates a namespace whose Pod Security level is enforced and warned about. */
  async createNamespace(name: string, level: 'restricted' | 'privileged' = 'restricted'): Promise<void> {
    const labels = { 'pod-security.kubernetes.io/enforce': level, 'pod-security.kubernetes.io/warn': level };
    await this.plane.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }]);
  }
}

/** The instance type of a node or a NodeClaim. */
export function instanceTypeOf(object: Live): string {
  return object.metadata.labels['node.kubernetes.io/instance-type'];
}

/** The name of a pod's node; undefined while it has none. */
export function nodeOf(pod: Live): string | undefined {
  return pod.spec.nodeName;
}

/** Whether Karpenter has decided to remove a node. */
export function isGivenUp(node: Live): boolean {
  return node.spec.taints?.some(({ key }: { key: string }) => key === 'karpenter.sh/disrupted') ?? false;
}
