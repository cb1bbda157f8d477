import { Duration } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { GpuWorkerProps } from './gpu-worker';
import { Probes } from './probes';
import { WorkerSlot } from './worker-slot';
import { RESTRICTED_CONTAINER, restrictedPod } from '../private/pod-security';

/** What of a worker's pod is derived. */
export interface DerivedPod {
  readonly slot: WorkerSlot;
  readonly grace: Duration;
  readonly probes: Probes;
}

/** The pod of a worker, in a Deployment as in a Job. */
export function workerPod(props: GpuWorkerProps, { slot, grace, probes }: DerivedPod): k8s.PodSpec {
  const { modelDirectory } = props;
  return {
    ...props.nodePool.placement,
    automountServiceAccountToken: props.serviceAccountName !== undefined,
    serviceAccountName: props.serviceAccountName,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: grace.toSeconds(),
    securityContext: restrictedPod(props.user ?? 1000),
    imagePullSecrets: props.imagePullSecrets?.map((secret) => ({ name: secret.name })),
    containers: [{
      name: 'worker',
      image: props.image,
      imagePullPolicy: 'IfNotPresent',
      command: props.command,
      args: props.args,
      env: props.env && Object.entries(props.env).map(([key, value]) => ({ name: key, value: value.value, valueFrom: value.valueFrom })),
      ...probes,
      lifecycle: props.preStop && { preStop: { exec: { command: props.preStop } } },
      resources: slot.resources(),
      securityContext: RESTRICTED_CONTAINER,
      volumeMounts: modelDirectory && [{ name: 'models', mountPath: modelDirectory.mountPath, readOnly: true }],
    }],
    volumes: modelDirectory && [{ name: 'models', hostPath: { path: modelDirectory.hostPath, type: 'DirectoryOrCreate' } }],
  };
}
