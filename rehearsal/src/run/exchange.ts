import { reasonToLeaveOut } from './left-out';
import { Manifest } from './manifests';
import { foreignRequirements } from './node-pools';
import { meetPodNeeds } from './pod-needs';
import { ConnectionConfig, parseTriggerMetadata, ScalerConfig, SCHEMA_VERSION } from '../../../lib/contract';
import { PLAYED_ANNOTATION } from '../control-plane/stages';

/** What stands here for what manifests name in a real cluster. */
export interface Surroundings {
  /** gRPC target of the rehearsal's scaler, known before the scaler is started. */
  readonly scalerAddress: string;
  readonly redisHost: string;
  readonly redisPort: number;
  /** Launch of a machine until its Node object, in seconds. */
  readonly nodeStart: number;
}

/** A workload that takes jobs. */
export interface WorkerTarget {
  readonly namespace: string;
  /** Name of the ScaledObject. */
  readonly scaledObject: string;
  readonly deployment: string;
  readonly stream: string;
  readonly group: string;
  readonly jobsPerReplica: number;
}

/** Manifests made fit for the rehearsal. */
export interface Exchanged {
  readonly objects: readonly Manifest[];
  /** What was exchanged, a line each. */
  readonly notes: readonly string[];
  readonly worker: WorkerTarget;
  /** What the scaler has to be started with. */
  readonly scalerConfig: ScalerConfig;
}

/** The value of the annotation by which the player knows what a pod is. */
export const PLAYED = { worker: 'worker', prePull: 'pre-pull' } as const;

/** On a pod template: jobs that each of its workers works on at a time; the rehearsal's own option otherwise. */
export const CONCURRENCY_ANNOTATION = 'rehearsal.gpu-autoscaler/concurrency';

const NODE_CLASS = { group: 'karpenter.kwok.sh', kind: 'KWOKNodeClass', name: 'rehearsal' };

/** KEDA's own triggers that need nothing beside the cluster. */
const SELF_CONTAINED_TRIGGERS = ['cron', 'kubernetes-workload'];

/** KEDA's own trigger that read a Redis Stream. */
const STREAM_TRIGGER = 'redis-streams';

/**
 * Exchanges what cannot be had on a laptop, and nothing else: machines, the addresses of scaler and Redis, and the kubelets of workers.
 *
 * @throws Error if there is something that cannot be rehearsed
 */
export function exchange(manifests: readonly Manifest[], surroundings: Surroundings): Exchanged {
  const notes: string[] = [];
  const connections: { [name: string]: ConnectionConfig } = {};
  const scaledObjects = manifests.filter(({ kind }) => kind === 'ScaledObject');
  if (scaledObjects.length !== 1) {
    throw new Error(`the manifests hold ${scaledObjects.length} ScaledObjects; expected one, because the trace's jobs go to one queue; `
      + (scaledObjects.length === 0 ? 'add the one of the worker' : 'rehearse the workers one by one'));
  }
  const worker = workerOf(scaledObjects[0]);
  const workerImages = manifests.filter((manifest) => isWorker(manifest, worker)).flatMap(({ spec }) => imagesOf(spec.template.spec));
  const objects: Manifest[] = manifests.flatMap((manifest) => {
    const object = structuredClone(manifest);
    const name = `${object.kind} ${object.metadata.name}`;
    const reason = reasonToLeaveOut(object);
    if (reason !== undefined) {
      notes.push(`${name}: left out, ${reason}`);
      return [];
    }
    switch (object.kind) {
      case 'NodePool':
        notes.push(`${name}: nodeClassRef ${object.spec.template.spec.nodeClassRef?.kind ?? '(none)'} → ${NODE_CLASS.kind}, machines start in ${surroundings.nodeStart} s`);
        if (object.spec.template.spec.nodeClassRef !== undefined) {
          object.spec.template.spec.nodeClassRef = NODE_CLASS; // one that is missing stays missing, for the API server to say so
        }
        notes.push(...foreignRequirements(object));
        if (object.spec.template.spec.startupTaints !== undefined) {
          notes.push(`${name}: no startupTaints, because what removes them does not run here`);
          delete object.spec.template.spec.startupTaints;
        }
        return [object];
      case 'ScaledObject':
        object.spec.triggers = object.spec.triggers.map((trigger: Manifest) => exchangeTrigger(name, trigger, surroundings, connections, notes));
        return [object];
      case 'Deployment':
        return [exchangeDeployment(object, name, worker, notes)];
      case 'DaemonSet':
        if (componentOf(object) === 'model-cache' || pulls(object.spec.template.spec, workerImages)) {
          play(object.spec.template, PLAYED.prePull);
          notes.push(`${name}: its pods are played: each image takes its pull time`);
        }
        return [object];
      default:
        return [object];
    }
  });
  if (!objects.some((object) => isWorker(object, worker))) {
    throw new Error(`ScaledObject ${worker.scaledObject}: its Deployment ${worker.deployment} is not among the manifests of namespace ${worker.namespace}; `
      + 'expected it there; add it');
  }
  if (!objects.some(({ kind }) => kind === 'NodePool')) {
    throw new Error('the manifests hold no NodePool; expected one of karpenter.sh/v1, because Karpenter brings the machines of a rehearsal; add it');
  }
  const needs = meetPodNeeds(objects);
  notes.push(...needs.notes);
  const nodeClass = {
    apiVersion: 'karpenter.kwok.sh/v1alpha1',
    kind: NODE_CLASS.kind,
    metadata: { name: NODE_CLASS.name },
    spec: { nodeRegistrationDelay: `${surroundings.nodeStart}s` },
  };
  const all = namespacesFirst([...missingNamespaces(objects), nodeClass, ...needs.added, ...objects]);
  return { objects: all, notes, worker, scalerConfig: { connections } };
}

function workerOf(scaledObject: Manifest): WorkerTarget {
  const { metadata: { name, namespace = 'default' }, spec } = scaledObject;
  const trigger = spec.triggers.find(({ type, metadata }: Manifest) => type === STREAM_TRIGGER || isOurs(metadata));
  if (trigger === undefined || (spec.scaleTargetRef.kind ?? 'Deployment') !== 'Deployment') {
    throw new Error(`ScaledObject ${name}: it has triggers ${spec.triggers.map(({ type }: Manifest) => type).join(', ')} on a ${spec.scaleTargetRef.kind ?? 'Deployment'}; `
      + `expected a Deployment with a trigger of this library's scaler or KEDA's ${STREAM_TRIGGER}, because the jobs are entries of a Redis Stream`);
  }
  const target = { namespace, scaledObject: name, deployment: spec.scaleTargetRef.name };
  if (trigger.type === STREAM_TRIGGER) {
    const { stream, consumerGroup, lagCount, pendingEntriesCount, streamLength } = trigger.metadata;
    return { ...target, stream, group: consumerGroup ?? 'workers', jobsPerReplica: Number(lagCount ?? pendingEntriesCount ?? streamLength ?? 5) };
  }
  const { source, jobsPerReplica } = parseTriggerMetadata(trigger.metadata);
  if (source.type !== 'redis-stream') {
    throw new Error(`ScaledObject ${name}: its source is ${source.type}; expected redis-stream, whose jobs other processes can take`);
  }
  return { ...target, stream: source.stream, group: source.group, jobsPerReplica };
}

function isOurs(metadata: { readonly [key: string]: string }): boolean {
  return metadata.schemaVersion === SCHEMA_VERSION && metadata.sourceType !== undefined;
}

function exchangeTrigger(
  name: string, trigger: Manifest, { scalerAddress, redisHost, redisPort }: Surroundings,
  connections: { [name: string]: ConnectionConfig }, notes: string[],
): Manifest {
  const { authenticationRef, ...rest } = trigger;
  const address = `${redisHost}:${redisPort}`;
  if (trigger.type === STREAM_TRIGGER) {
    const { passwordFromEnv, usernameFromEnv, addressFromEnv, enableTLS, unsafeSsl, host, port, ...metadata } = trigger.metadata;
    const named = metadata.address ?? addressFromEnv ?? (host === undefined ? 'of its authentication' : `${host}:${port}`);
    notes.push(`${name}: Redis ${named} → ${address}`);
    return { ...rest, metadata: { ...metadata, address } };
  }
  if (SELF_CONTAINED_TRIGGERS.includes(trigger.type)) {
    return trigger;
  }
  if (trigger.type !== 'external' && trigger.type !== 'external-push') {
    throw new Error(`${name}: its ${trigger.type} trigger asks something that is not here; expected ${STREAM_TRIGGER}, this library's scaler, `
      + `${SELF_CONTAINED_TRIGGERS.join(' or ')}; rehearse without it`);
  }
  if (!isOurs(trigger.metadata)) {
    throw new Error(`${name}: its ${trigger.type} trigger asks the scaler ${trigger.metadata.scalerAddress}, which is not this library's; expected metadata with schemaVersion and sourceType`);
  }
  const { enableTLS, unsafeSsl, ...metadata } = trigger.metadata;
  connections[metadata.connection] = { type: 'redis', host: redisHost, port: redisPort, database: 0, tls: false };
  notes.push(`${name}: scaler ${metadata.scalerAddress} → ${scalerAddress}${enableTLS === undefined ? '' : ', plain text'}; its connection ${metadata.connection} → redis://${address}`);
  return { ...rest, metadata: { ...metadata, scalerAddress } };
}

function exchangeDeployment(object: Manifest, name: string, worker: WorkerTarget, notes: string[]): Manifest {
  if (componentOf(object) === 'external-scaler') {
    notes.push(`${name}: 0 replicas, the scaler runs as a process here`);
    return { ...object, spec: { ...object.spec, replicas: 0 } };
  }
  if (isWorker(object, worker)) {
    play(object.spec.template, PLAYED.worker);
    notes.push(`${name}: its pods are played: they take jobs from stream ${worker.stream} for group ${worker.group}`);
  }
  return object;
}

/** Which of this library's constructs made it; nothing for others' objects. */
function componentOf({ metadata }: Manifest): string | undefined {
  return metadata.labels?.['app.kubernetes.io/component'];
}

function isWorker({ kind, metadata }: Manifest, worker: WorkerTarget): boolean {
  return kind === 'Deployment' && metadata.name === worker.deployment && (metadata.namespace ?? 'default') === worker.namespace;
}

function imagesOf({ initContainers = [], containers }: Manifest): string[] {
  return [...initContainers, ...containers].map(({ image }: Manifest) => image);
}

/** Whether a DaemonSet's pods are there to bring something on the nodes before workers need it. */
function pulls(pod: Manifest, workerImages: readonly string[]): boolean {
  return pod.initContainers !== undefined || imagesOf(pod).some((image) => workerImages.includes(image));
}

function play(template: Manifest, as: string): void {
  template.metadata = { ...template.metadata, annotations: { ...template.metadata?.annotations, [PLAYED_ANNOTATION]: as } };
}

function namespacesFirst(objects: readonly Manifest[]): Manifest[] {
  const isNamespace = ({ kind }: Manifest) => kind === 'Namespace';
  return [...objects.filter(isNamespace), ...objects.filter((object) => !isNamespace(object))];
}

function missingNamespaces(objects: readonly Manifest[]): Manifest[] {
  const there = new Set(['default', ...objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name)]);
  const named = new Set(objects.map(({ metadata }) => metadata.namespace).filter((namespace) => namespace !== undefined && !there.has(namespace)));
  return [...named].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
}
