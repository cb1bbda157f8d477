import { Manifest, Path } from '../rule';
import { EKS_AUTO_MODE, labelOf } from './machine-labels';
import { entries, items, number, text } from './values';
import { View } from './view';
import { isGpuResource, Workload } from './workload';
import { AWS_GPU_INSTANCES } from '../../nodes/catalogue/aws-gpu-instances';
import { familyOf, GpuInstance } from '../../nodes/catalogue/gpu-instance';

/** Labels of the providers that only machines with GPUs carry. */
const GPU_LABEL = /\/(instance-gpu-|instance-accelerator-|sku-gpu-|gke-accelerator$)/;

/** AWS names every family with GPUs after p or g. */
const GPU_FAMILY = /^[pg]\d/;

/** Labels that nodes get from the kubelet or the provider: a pool need not name them. */
const WELL_KNOWN = /(^|\.)(kubernetes\.io|k8s\.io|k8s\.aws|amazonaws\.com|karpenter\.sh|azure\.com|k8s\.gcp|google\.com)\//;

/** The label that says which pool a node is of. */
export const NODE_POOL_LABEL = 'karpenter.sh/nodepool';

/** The label that says how a node is bought. */
export const CAPACITY_TYPE_LABEL = 'karpenter.sh/capacity-type';

/** What the labels of AWS machines say. */
const ATTRIBUTES: { readonly [label: string]: (machine: GpuInstance) => string | number } = {
  'node.kubernetes.io/instance-type': ({ instanceType }) => instanceType,
  'kubernetes.io/arch': ({ arch }) => arch,
  'karpenter.k8s.aws/instance-family': ({ instanceType }) => familyOf(instanceType),
  'karpenter.k8s.aws/instance-category': ({ instanceType }) => /^[a-z]+/.exec(instanceType)![0],
  'karpenter.k8s.aws/instance-generation': ({ instanceType }) => /\d+/.exec(instanceType)![0],
  'karpenter.k8s.aws/instance-size': ({ instanceType }) => instanceType.split('.')[1],
  'karpenter.k8s.aws/instance-gpu-name': ({ gpuName }) => gpuName,
  'karpenter.k8s.aws/instance-gpu-count': ({ gpuCount }) => gpuCount,
  'karpenter.k8s.aws/instance-gpu-memory': ({ gpuMemoryMib }) => gpuMemoryMib,
  'karpenter.k8s.aws/instance-cpu': ({ vcpu }) => vcpu,
  'karpenter.k8s.aws/instance-memory': ({ memoryMib }) => memoryMib,
  'karpenter.k8s.aws/instance-local-nvme': ({ localNvmeGb }) => localNvmeGb,
};

/** What AWS calls an instance type. */
const AWS_TYPE = /^[a-z][\w-]*\.\w+$/;

/** What a node must have, as the pool says it. */
export interface Requirement {
  readonly key: string;
  /** What the key means: `labelOf` it. */
  readonly label: string;
  readonly operator: string;
  readonly values: readonly string[];
  readonly path: Path;
}

/** A NodePool of Karpenter. */
export class NodePool extends View {
  /** Whether every node of the pool has GPUs, as far as the pool says so. */
  public readonly isGpu: boolean;

  public readonly template: Manifest;
  public readonly requirements: readonly Requirement[];
  public readonly taints: readonly Manifest[];
  public readonly startupTaints: readonly Manifest[];
  public readonly budgets: readonly Manifest[];

  public constructor(object: Manifest) {
    super(object);
    this.template = object.spec?.template ?? {};
    this.taints = items(this.template.spec?.taints);
    this.startupTaints = items(this.template.spec?.startupTaints);
    this.budgets = items(object.spec?.disruption?.budgets);
    this.requirements = items(this.template.spec?.requirements).map(({ key, operator, values }, index) => ({
      key: text(key), label: labelOf(text(key)), operator: text(operator), values: items(values).map(text), path: ['spec', 'template', 'spec', 'requirements', index],
    }));
    this.isGpu = this.requirements.some(requiresGpu)
      || entries(this.template.metadata?.labels).some(([name]) => isGpuResource(name))
      || this.taints.some(({ key }) => isGpuResource(text(key)));
  }

  /** Whether it has a number of nodes of its own, whatever pods ask for. */
  public get isStatic(): boolean {
    return number(this.object.spec?.replicas) !== undefined;
  }

  /** The API group of its node class, which is also the domain of its provider's labels. */
  public get provider(): string {
    return text(this.template.spec?.nodeClassRef?.group);
  }

  /** What the provider calls a label of AWS' machines: EKS Auto Mode has a domain of its own. */
  public awsLabel(name: string): string {
    return `${this.provider === EKS_AUTO_MODE ? EKS_AUTO_MODE : 'karpenter.k8s.aws'}/${name}`;
  }

  /** What it says of a label. */
  public requirement(key: string): Requirement | undefined {
    return this.requirements.find(({ label }) => label === labelOf(key));
  }

  /** Whether it says of AWS which machines it wants. */
  public get namesMachines(): boolean {
    return this.requirements.some(({ label, values }) => label.startsWith('karpenter.k8s.aws/instance-') || values.some((value) => AWS_TYPE.test(value)));
  }

  /** The machines with GPUs of AWS that it admits; none if it does not say of AWS which it wants. */
  public get machines(): readonly GpuInstance[] {
    return this.machinesBut();
  }

  /** The machines with GPUs of AWS that it would admit without its requirement of a label. */
  public machinesBut(left?: string): readonly GpuInstance[] {
    const named = this.requirements.filter(({ label }) => label !== left && Object.hasOwn(ATTRIBUTES, label));
    return this.namesMachines
      ? AWS_GPU_INSTANCES.filter((machine) => named.every((requirement) => admits(requirement, ATTRIBUTES[requirement.label](machine)))) : [];
  }

  /** Whole GPUs that its nodes have, a number for each shape; none if that cannot be told. */
  public get gpuCounts(): readonly number[] {
    const ofSku = this.requirements.find(({ key, operator }) => key === 'karpenter.azure.com/sku-gpu-count' && operator === 'In')?.values.map(Number) ?? [];
    const counts = [...this.machines.map(({ gpuCount }) => gpuCount), ...ofSku].filter((count) => count > 0);
    return [...new Set(counts)].sort((a, b) => a - b);
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
      expected: `a toleration of ${text(taint.key)}${text(taint.value) === '' ? '' : `=${text(taint.value)}`}:${text(taint.effect)}, the taint of the NodePool ${this.name}`,
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

function admits({ operator, values }: Requirement, value: string | number): boolean {
  switch (operator) {
    case 'In': return values.includes(String(value));
    case 'NotIn': return !values.includes(String(value));
    case 'Gt': return Number(value) > Number(values[0]);
    case 'Gte': return Number(value) >= Number(values[0]);
    case 'Lt': return Number(value) < Number(values[0]);
    case 'Lte': return Number(value) <= Number(values[0]);
    default: return operator !== 'DoesNotExist';
  }
}

function requiresGpu({ key, label, operator, values }: Requirement): boolean {
  if (GPU_LABEL.test(key) || isGpuResource(key)) {
    return operator !== 'DoesNotExist' && operator !== 'Lt' && operator !== 'NotIn';
  }
  if (operator !== 'In' || values.length === 0) {
    return false;
  }
  switch (label) {
    case 'karpenter.k8s.aws/instance-category': return values.every((value) => value === 'p' || value === 'g');
    case 'karpenter.k8s.aws/instance-family':
    case 'node.kubernetes.io/instance-type': return values.every((value) => GPU_FAMILY.test(value));
    default: return false;
  }
}
