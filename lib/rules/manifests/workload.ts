import { Manifest, Path } from '../rule';
import { entries, items, number, text, valueAt } from './values';
import { View } from './view';
import { GPU_RESOURCE } from '../../nodes/gpu-resource';

/** Where the kinds that make pods keep the pod template. */
const TEMPLATES: { readonly [kind: string]: Path } = {
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  Rollout: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  ScaledJob: ['spec', 'jobTargetRef', 'template'],
  PodTemplate: ['template'],
  Pod: [],
};

/** The annotation of a pod that Karpenter does not move it, and no node that it is on. */
export const DO_NOT_DISRUPT = 'karpenter.sh/do-not-disrupt';

/** What that was before Karpenter 1.0. */
export const DO_NOT_DISRUPT_BEFORE_V1 = ['karpenter.sh/do-not-evict', 'karpenter.sh/do-not-consolidate'];

/** Whole GPUs and slices of one, of every maker whose device plugin offers them under its own name. */
const GPU_RESOURCES = /^(nvidia\.com\/(gpu|mig-)|amd\.com\/gpu$)/;

/** What the kubelet gives pods that say nothing. Seconds. */
const DEFAULT_GRACE = 30;

/** Kinds whose pods do one job and end. They have no scale: how many there should be cannot be looked up. */
const OF_JOBS = ['Job', 'CronJob', 'ScaledJob'];

/** Whether a resource is a GPU. */
export function isGpuResource(name: string): boolean {
  return GPU_RESOURCES.test(name);
}

/** A label that a pod's node must have. */
export interface NodeSelection {
  readonly key: string;
  readonly values: readonly string[];
  readonly path: Path;
}

/** An object that makes pods. */
export class Workload extends View {
  /** Whether an object makes pods. */
  public static is(object: Manifest): boolean {
    return Object.hasOwn(TEMPLATES, object.kind) && Array.isArray(valueAt(object, TEMPLATES[object.kind])?.spec?.containers);
  }

  /** Where the pod's spec is. */
  public readonly podPath: Path;

  /** The pod's spec. */
  public readonly pod: Manifest;

  /** The pod's annotations. */
  public readonly podAnnotations: readonly (readonly [string, string])[];

  /** The pod's labels. */
  public readonly podLabels: readonly (readonly [string, string])[];

  /** The containers, and where each is. */
  public readonly containers: readonly { readonly spec: Manifest; readonly path: Path }[];

  /** Whether a pod asks for GPUs of any kind. */
  public readonly isGpu: boolean;

  /** Whether its pods do one job and end. */
  public readonly isOfJobs: boolean;

  /** What the pods ask of their nodes: the node selector, and the affinity where it leaves no choice. */
  public readonly nodeSelection: readonly NodeSelection[];

  public constructor(object: Manifest) {
    super(object);
    const templatePath = TEMPLATES[object.kind];
    const template = valueAt(object, templatePath);
    this.podPath = [...templatePath, 'spec'];
    this.pod = template.spec;
    this.podAnnotations = entries(template.metadata?.annotations);
    this.podLabels = entries(template.metadata?.labels);
    this.containers = items(this.pod.containers).map((spec, index) => ({ spec, path: [...this.podPath, 'containers', index] }));
    this.isOfJobs = OF_JOBS.includes(object.kind);
    this.isGpu = this.containers.some(({ spec: { resources } }) => [resources?.limits, resources?.requests]
      .some((amounts) => entries(amounts).some(([name]) => isGpuResource(name))));
    this.nodeSelection = nodeSelection(this.pod, this.podPath);
  }

  public get kind(): string {
    return this.object.kind;
  }

  /** Where an annotation of the pods is, or would be. */
  public podAnnotationPath(name: string): Path {
    return [...this.podPath.slice(0, -1), 'metadata', 'annotations', name];
  }

  /** An annotation of the pods. */
  public podAnnotation(name: string): string | undefined {
    return this.podAnnotations.find(([key]) => key === name)?.[1];
  }

  /** Whole NVIDIA GPUs of one pod. */
  public get gpus(): number {
    return this.containers.map(({ spec: { resources } }) => number(resources?.limits?.[GPU_RESOURCE] ?? resources?.requests?.[GPU_RESOURCE]) ?? 0)
      .reduce((sum, gpus) => sum + gpus, 0);
  }

  /** How long a pod has to end. Seconds. */
  public get grace(): number {
    return number(this.pod.terminationGracePeriodSeconds) ?? DEFAULT_GRACE;
  }

  /** Whether the pods carry the label values that a selector asks for; an empty selector selects none. */
  public selectedBy(matchLabels: unknown): boolean {
    const wanted = entries(matchLabels);
    return wanted.length > 0 && wanted.every(([key, value]) => this.podLabels.some(([name, has]) => name === key && has === value));
  }

  /** Whether the pods bear a taint. */
  public tolerates(taint: Manifest): boolean {
    return items(this.pod.tolerations).some(({ key, operator = 'Equal', value, effect }) =>
      (effect === undefined || effect === taint.effect)
      && (operator === 'Exists' ? key === undefined || key === taint.key : key === taint.key && text(value) === text(taint.value)));
  }
}

function nodeSelection(pod: Manifest, podPath: Path): readonly NodeSelection[] {
  const terms = items(pod.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms);
  return [
    ...entries(pod.nodeSelector).map(([key, value]) => ({ key, values: [value], path: [...podPath, 'nodeSelector', key] })),
    ...(terms.length === 1 ? items(terms[0].matchExpressions) : []).filter(({ operator }) => operator === 'In')
      .map(({ key, values }) => ({ key: text(key), values: items(values).map(text), path: [...podPath, 'affinity', 'nodeAffinity'] })),
  ];
}
