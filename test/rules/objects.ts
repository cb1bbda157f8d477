/** The smallest objects that rules look at; each test changes what its rule is about. */
import { renderTriggerMetadata, SourceMetadata } from '../../lib/contract';
import { Manifest } from '../../lib/rules/rule';

export const GPU = 'nvidia.com/gpu';

/** A GPU for a container, written under requests and limits. */
export const ONE_GPU = { requests: { [GPU]: 1 }, limits: { [GPU]: 1 } };

/** A workload `worker` in `ml` with one container that asks for a GPU. */
export function workload(pod: Manifest = {}, spec: Manifest = {}, kind: string = 'Deployment'): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'worker', namespace: 'ml' },
    spec: {
      ...spec,
      template: { metadata: { labels: { app: 'worker' } }, spec: { containers: [{ name: 'worker', resources: ONE_GPU }], ...pod } },
    },
  };
}

/** A workload of another name. */
export function named(name: string, manifest: Manifest): Manifest {
  return { ...manifest, metadata: { ...manifest.metadata, name } };
}

/** A ScaledObject `worker` on the Deployment `worker`. */
export function scaledObject(spec: Manifest = {}): Manifest {
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: 'worker', namespace: 'ml' },
    spec: { scaleTargetRef: { name: 'worker' }, triggers: [trigger('external-push', { scalerAddress: 'scaler.ml.svc:9090' })], ...spec },
  };
}

/** A trigger. */
export function trigger(type: string, metadata: { readonly [key: string]: string } = {}, more: Manifest = {}): Manifest {
  return { type, metadata, ...more };
}

/** A trigger of the scaler that this library deploys. */
export function ofOurScaler(source: SourceMetadata): Manifest {
  const metadata = renderTriggerMetadata({ kind: 'ScaledObject', triggerId: 'jobs', metricName: 'jobs', jobsPerReplica: 1, activationThreshold: 0, source });
  return trigger('external-push', { scalerAddress: 'scaler.ml.svc:9090', ...metadata });
}

/** A ScaledJob `job` with a GPU. */
export function scaledJob(spec: Manifest = {}, annotations: Manifest = undefined): Manifest {
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledJob',
    metadata: { name: 'job', namespace: 'ml' },
    spec: { jobTargetRef: { template: { metadata: { annotations }, spec: { containers: [{ name: 'job', resources: ONE_GPU }] } } }, triggers: [], ...spec },
  };
}

/** A GPU pool `gpus`. */
export function nodePool(spec: Manifest = {}, nodes: Manifest = {}): Manifest {
  return {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: { name: 'gpus' },
    spec: {
      template: {
        metadata: { labels: { pool: 'gpus' } },
        spec: {
          nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'gpus' },
          requirements: [{ key: 'karpenter.k8s.aws/instance-gpu-count', operator: 'In', values: ['1'] }],
          taints: [{ key: GPU, value: 'present', effect: 'NoSchedule' }],
          ...nodes,
        },
      },
      ...spec,
    },
  };
}

/** What a pod needs to be put on the nodes of `nodePool`. */
export const TOLERATES = { tolerations: [{ key: GPU, operator: 'Exists', effect: 'NoSchedule' }] };

/** An EC2NodeClass `gpus`. */
export function nodeClass(spec: Manifest): Manifest {
  return { apiVersion: 'karpenter.k8s.aws/v1', kind: 'EC2NodeClass', metadata: { name: 'gpus' }, spec };
}

/** A PriorityClass `placeholder`. */
export function priorityClass(value: number, more: Manifest = {}): Manifest {
  return { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'placeholder' }, value, ...more };
}

/** Any other object in `ml`. */
export function object(apiVersion: string, kind: string, name: string, spec: Manifest): Manifest {
  return { apiVersion, kind, metadata: { name, namespace: 'ml' }, spec };
}
