/** What pod templates take for granted in a real cluster, and what stands for it in a rehearsal. */
import { Manifest } from './manifests';

/** What is there in every cluster. */
const PRIORITY_CLASSES = ['system-cluster-critical', 'system-node-critical'];

const GPU = 'nvidia.com/gpu';

/** Objects to add, and what was exchanged, a line each. */
export interface PodNeeds {
  readonly added: readonly Manifest[];
  readonly notes: readonly string[];
}

/**
 * Makes pods possible that are admitted in the cluster they were written for: with its ServiceAccounts, RuntimeClasses, volumes, and machines for what
 * needs no GPU. Changes the pod templates in place.
 *
 * @throws Error for a device that no machine has, and if a PriorityClass is missing: nobody can guess its value, which decides who gives way to whom
 */
export function meetPodNeeds(objects: readonly Manifest[]): PodNeeds {
  const notes: string[] = [];
  const added = new Map<string, Manifest>();
  const there = (kind: string, name: string, namespace?: string) => added.has(`${kind} ${namespace ?? ''} ${name}`)
    || objects.some(({ kind: other, metadata }) => other === kind && metadata.name === name && (namespace === undefined || (metadata.namespace ?? 'default') === namespace));
  const add = (object: Manifest, why: string) => {
    added.set(`${object.kind} ${object.metadata.namespace ?? ''} ${object.metadata.name}`, object);
    notes.push(why);
  };
  for (const object of objects) {
    const pod = object.spec?.template?.spec;
    if (pod?.containers === undefined) {
      continue;
    }
    const name = `${object.kind} ${object.metadata.name}`;
    const namespace = object.metadata.namespace ?? 'default';
    const devices = otherDevices(pod);
    if (devices.length > 0) {
      throw new Error(`${name}: it asks for ${devices.join(', ')}, which no machine here has; expected ${GPU}; let it ask for that in the rehearsal`);
    }
    const { priorityClassName, serviceAccountName, runtimeClassName } = pod;
    if (priorityClassName !== undefined && !PRIORITY_CLASSES.includes(priorityClassName) && !there('PriorityClass', priorityClassName)) {
      throw new Error(`${name}: its PriorityClass ${priorityClassName} is not among the manifests; expected it there, because its value decides who gives way; add it`);
    }
    if (serviceAccountName !== undefined && serviceAccountName !== 'default' && !there('ServiceAccount', serviceAccountName, namespace)) {
      add({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: serviceAccountName, namespace } }, `${name}: ServiceAccount ${serviceAccountName} added, without rights`);
    }
    if (runtimeClassName !== undefined && !there('RuntimeClass', runtimeClassName)) {
      add({ apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: runtimeClassName }, handler: runtimeClassName },
        `${name}: RuntimeClass ${runtimeClassName} added, as the cluster's GPU operator would`);
    }
    exchangeClaims(object, pod, name, notes);
  }
  const withoutGpu = objects.filter(isWithoutGpu).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  if (withoutGpu.length > 0) {
    add(restOfTheCluster(), `Node ${restOfTheCluster().metadata.name} added, which costs nothing: it stands for the rest of the cluster, for the pods of ${withoutGpu.join(', ')}`);
  }
  return { added: [...added.values()], notes };
}

/** The GPUs that a pod's containers ask for. */
export function gpusOfPod(pod: Manifest): number {
  const of = ({ resources }: Manifest) => Number(resources?.limits?.[GPU] ?? resources?.requests?.[GPU] ?? 0);
  return pod.containers.reduce((sum: number, container: Manifest) => sum + of(container), 0);
}

/** Other devices: slices of a GPU, GPUs of another maker. */
function otherDevices(pod: Manifest): string[] {
  return pod.containers.flatMap(({ resources }: Manifest) => Object.keys({ ...resources?.requests, ...resources?.limits }))
    .filter((name: string) => name.includes('/') && name !== GPU);
}

/** No volume is provisioned here; without this the scheduler would keep the pod waiting for ever. */
function exchangeClaims(object: Manifest, pod: Manifest, name: string, notes: string[]): void {
  const claimed = (pod.volumes ?? []).filter((volume: Manifest) => volume.persistentVolumeClaim !== undefined || volume.ephemeral !== undefined);
  for (const volume of claimed) {
    notes.push(`${name}: volume ${volume.name}: ${volume.persistentVolumeClaim === undefined ? 'an ephemeral volume' : `PersistentVolumeClaim ${volume.persistentVolumeClaim.claimName}`} → emptyDir`);
    delete volume.persistentVolumeClaim;
    delete volume.ephemeral;
    volume.emptyDir = {};
  }
  if (object.kind === 'StatefulSet' && object.spec.volumeClaimTemplates !== undefined) {
    const volumes = object.spec.volumeClaimTemplates.map(({ metadata }: Manifest) => ({ name: metadata.name, emptyDir: {} }));
    pod.volumes = [...pod.volumes ?? [], ...volumes];
    notes.push(`${name}: its volumeClaimTemplates → emptyDir`);
    delete object.spec.volumeClaimTemplates;
  }
}

function isWithoutGpu({ kind, spec }: Manifest): boolean {
  return (kind === 'Deployment' || kind === 'StatefulSet') && (spec.replicas ?? 1) > 0 && gpusOfPod(spec.template.spec) === 0;
}

function restOfTheCluster(): Manifest {
  const resources = { cpu: '64', memory: '256Gi', pods: '250' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'rehearsal-cluster', annotations: { 'kwok.x-k8s.io/node': 'fake' }, labels: { 'kubernetes.io/arch': 'amd64', 'kubernetes.io/os': 'linux' } },
    status: { allocatable: resources, capacity: resources },
  };
}
