import { Duration, Size, SizeRoundingBehavior } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { GpuWorkerProps } from './gpu-worker';
import { Probes } from './probes';
import { WorkerSlot } from './worker-slot';
import { RESTRICTED_CONTAINER, restrictedPod } from '../private/pod-security';
import { mebibytes, wholeMebibytes } from '../private/quantity';
import { refuse } from '../private/refuse';
import { NodeLocalMount } from '../warm/node-local-mount';

/** What of a worker's pod is derived. */
export interface DerivedPod {
  readonly slot: WorkerSlot;
  readonly grace: Duration;
  readonly probes: Probes;
}

/** The volume of `/dev/shm`. */
const SHARED_MEMORY = 'shared-memory';

/**
 * The pod of a worker, in a Deployment as in a Job.
 *
 * What is spread comes last, here and in what else each worker of a fleet has: V8 takes ten times as long to add properties to a copy.
 */
export function workerPod(worker: Construct, props: GpuWorkerProps, { slot, grace, probes }: DerivedPod): k8s.PodSpec {
  const mounts = mountsOf(worker, props);
  const sharedMemory = sharedMemoryOf(worker, props.sharedMemory, slot);
  return {
    automountServiceAccountToken: props.serviceAccountName !== undefined,
    serviceAccountName: props.serviceAccountName,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: grace.toSeconds(),
    securityContext: restrictedPod(props.user ?? 1000),
    imagePullSecrets: props.imagePullSecrets?.map((secret) => ({ name: secret.name })),
    initContainers: props.modelCache && [props.modelCache._gate(worker, props.cachedModels)],
    containers: [{
      name: 'worker',
      image: props.image,
      imagePullPolicy: 'IfNotPresent',
      command: props.command,
      args: props.args,
      env: props.env && Object.entries(props.env).map(([key, value]) => ({ name: key, value: value.value, valueFrom: value.valueFrom })),
      lifecycle: props.preStop && { preStop: { exec: { command: props.preStop } } },
      resources: slot.resources(),
      securityContext: RESTRICTED_CONTAINER,
      volumeMounts: orNone([
        ...mounts.flatMap(volumeMounts),
        ...sharedMemory.map(({ name }) => ({ name, mountPath: '/dev/shm' })),
      ]),
      ...probes,
    }],
    volumes: orNone([...mounts.map(({ name, directory }) => directory._volume(name)), ...sharedMemory]),
    ...props.nodePool.placement,
  };
}

function volumeMounts({ name, directory, readOnly, parts }: NodeLocalMount): k8s.VolumeMount[] {
  const places = parts ?? [{ mountPath: directory.mountPath }];
  return places.map((place) => ({ name, ...place, readOnly: readOnly || undefined }));
}

function mountsOf(worker: Construct, { modelDirectory, modelCache, cachedModels, nodePool }: GpuWorkerProps): readonly NodeLocalMount[] {
  return modelCache?._mountsFor(worker, nodePool, cachedModels) ?? (modelDirectory === undefined ? [] : [{ name: 'models', directory: modelDirectory, readOnly: true }]);
}

function sharedMemoryOf(worker: Construct, size: Size | undefined, { gpus, memoryMib }: WorkerSlot): readonly k8s.Volume[] {
  const mib = size && wholeMebibytes(size);
  if (mib === 0 && size!.toKibibytes({ rounding: SizeRoundingBehavior.NONE }) > 0) {
    refuse(worker, 'sharedMemory', size!.asString(), 'at least 1 MiB, or 0 for what the runtime leaves', 'correct it');
  }
  if (mib === 0 || (mib === undefined && gpus === 1)) {
    return [];
  }
  if (mib !== undefined && !(mib <= memoryMib)) {
    refuse(worker, 'sharedMemory (MiB)', mib, `at most ${memoryMib}, the memory of the worker, of which it is a part`, 'lower it, or raise memory');
  }
  return [{ name: SHARED_MEMORY, emptyDir: { medium: 'Memory', sizeLimit: mib === undefined ? undefined : mebibytes(mib) } }];
}

/** An empty list is left out of the pod. */
function orNone<T>(list: T[]): T[] | undefined {
  return list.length === 0 ? undefined : list;
}
