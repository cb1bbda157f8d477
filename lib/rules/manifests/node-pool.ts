import { Manifest, Path } from '../rule';
import { entries, items, number, text } from './values';
import { View } from './view';
import { isGpuResource, Workload } from './workload';
import { AWS_GPU_INSTANCES } from '../../nodes/catalogue/aws-gpu-instances';

/** Labels of the providers that only machines with GPUs carry. */
const GPU_LABEL = /\/(instance-gpu-|instance-accelerator-|sku-gpu-|gke-accelerator$)/;

/** AWS names every family with GPUs after p or g. */
const GPU_FAMILY = /^[pg]\d/;

/** Labels that nodes get from the kubelet or the provider: a pool need not name them. */
const WELL_KNOWN = /(^|\.)(kubernetes\.io|k8s\.io|k8s\.aws|amazonaws\.com|karpenter\.sh|azure\.com|k8s\.gcp|google\.com)\//;

/** The label that says which pool a node is of. */
export const NODE_POOL_LABEL = 'karpenter.sh/nodepool';

/** GPUs of the instance types that are known. */
const GPU_COUNTS = new Map(AWS_GPU_INSTANCES.map(({ instanceType, gpuCount }) => [instanceType, gpuCount]));

/** What a node must have, as the pool says it. */
export interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
  readonly path: Path;
}

/** A NodePool of Karpenter. */
export class NodePool extends View {
  public readonly template: Manifest;
  public readonly requirements: readonly Requirement[];
  public readonly taints: readonly Manifest[];

  public constructor(object: Manifest) {
    super(object);
    this.template = object.spec?.template ?? {};
    this.taints = items(this.template.spec?.taints);
    this.requirements = items(this.template.spec?.requirements).map(({ key, operator, values }, index) => ({
      key: text(key), operator: text(operator), values: items(values).map(text), path: ['spec', 'template', 'spec', 'requirements', index],
    }));
  }

  /** Whether every node of the pool has GPUs, as far as the pool says so. */
  public get isGpu(): boolean {
    return this.requirements.some(requiresGpu)
      || entries(this.template.metadata?.labels).some(([name]) => isGpuResource(name))
      || this.taints.some(({ key }) => isGpuResource(text(key)));
  }

  /** What it says of a label. */
  public requirement(key: string): Requirement | undefined {
    return this.requirements.find((requirement) => requirement.key === key);
  }

  /** Whole GPUs that its nodes have, a number for each shape; none if that cannot be told. */
  public get gpuCounts(): readonly number[] {
    const types = this.requirements.find(({ key, operator }) => key === 'node.kubernetes.io/instance-type' && operator === 'In')?.values ?? [];
    const counted = this.requirements.find(({ key, operator }) => /\/(instance|sku)-gpu-count$/.test(key) && operator === 'In')?.values.map(Number);
    const counts = types.length > 0 ? types.flatMap((type) => GPU_COUNTS.get(type) ?? []) : counted ?? [];
    return [...new Set(counted === undefined ? counts : counts.filter((count) => counted.includes(count)))].sort((a, b) => a - b);
  }

  /** Most of a resource; unbounded if nothing is said. */
  public limit(resource: string): number {
    return number(this.object.spec?.limits?.[resource]) ?? Infinity;
  }

  /** Why a pod cannot be put on its nodes; nothing if it can, as far as can be told. */
  public refusal(workload: Workload): { readonly path: Path; readonly expected: string; readonly fix: string } | undefined {
    for (const { key, values, path } of workload.nodeSelection) {
      const offered = this.offered(key);
      if (offered !== undefined && !values.some((value) => offered.includes(value))) {
        return {
          path,
          expected: offered.length === 0 ? `a label of the NodePool ${this.name}` : `${offered.join(' or ')}, which the NodePool ${this.name} offers`,
          fix: `correct it, or add ${key} to the pool's template.metadata.labels`,
        };
      }
    }
    const taint = this.taints.find((each) => each.effect !== 'PreferNoSchedule' && !workload.tolerates(each));
    return taint && {
      path: [...workload.podPath, 'tolerations'],
      expected: `a toleration of ${text(taint.key)}:${text(taint.effect)}, the taint of the NodePool ${this.name}`,
      fix: `add { key: ${text(taint.key)}, operator: Exists, effect: ${text(taint.effect)} }`,
    };
  }

  /** Values that its nodes can have for a label; `undefined` where the pool leaves that open. */
  private offered(key: string): readonly string[] | undefined {
    if (key === NODE_POOL_LABEL) {
      return [this.name];
    }
    const label = entries(this.template.metadata?.labels).find(([name]) => name === key);
    if (label !== undefined) {
      return [label[1]];
    }
    const requirement = this.requirement(key);
    if (requirement !== undefined) {
      return requirement.operator === 'In' ? requirement.values : undefined;
    }
    return WELL_KNOWN.test(key) ? undefined : [];
  }
}

function requiresGpu({ key, operator, values }: Requirement): boolean {
  if (GPU_LABEL.test(key) || isGpuResource(key)) {
    return operator !== 'DoesNotExist' && operator !== 'Lt' && operator !== 'NotIn';
  }
  if (operator !== 'In' || values.length === 0) {
    return false;
  }
  switch (key) {
    case 'karpenter.k8s.aws/instance-category': return values.every((value) => value === 'p' || value === 'g');
    case 'karpenter.k8s.aws/instance-family':
    case 'node.kubernetes.io/instance-type': return values.every((value) => GPU_FAMILY.test(value));
    default: return false;
  }
}
