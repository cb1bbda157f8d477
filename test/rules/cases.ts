/** For each rule the smallest manifests that break it, their corrected twin, and what is said. */
import {
  GPU, named, nodeClass, nodePool, object, ofOurScaler, ONE_GPU, priorityClass, scaledJob, scaledObject, TOLERATES, trigger, workload,
} from './objects';
import { PrometheusQuerySourceMetadata, SourceMetadata } from '../../lib/contract';
import { Manifest } from '../../lib/rules/rule';

export interface RuleCase {
  readonly rule: string;
  readonly bad: readonly Manifest[];
  readonly good: readonly Manifest[];
  readonly messages: readonly string[];
}

const VLLM = { serverAddress: 'http://prometheus.monitoring:9090', query: 'sum(vllm:num_requests_waiting)', ignoreNullValues: 'false' };

const BEHAVIOR = {
  scaleUp: { stabilizationWindowSeconds: 0, policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }] },
  scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] },
};

const SPOT = [{ key: 'karpenter.sh/capacity-type', operator: 'In', values: ['spot'] }];
const GPUS = [{ key: 'karpenter.k8s.aws/instance-gpu-count', operator: 'In', values: ['1'] }];

const PLACEHOLDER = named('placeholder', workload({ priorityClassName: 'placeholder', terminationGracePeriodSeconds: 0, ...TOLERATES }));

function prometheus(metadata: { readonly [key: string]: string } = {}): Manifest {
  return trigger('prometheus', { ...VLLM, ...metadata });
}

function withBehavior(behavior: Manifest): Manifest {
  return { advanced: { horizontalPodAutoscalerConfig: { behavior } } };
}

function hpa(spec: Manifest): Manifest {
  return object('autoscaling/v2', 'HorizontalPodAutoscaler', 'worker', spec);
}

function service(spec: Manifest): Manifest {
  return object('v1', 'Service', 'scaler', { selector: { app: 'worker' }, ...spec });
}

function budget(spec: Manifest): Manifest {
  return object('policy/v1', 'PodDisruptionBudget', 'worker', { selector: { matchLabels: { app: 'worker' } }, ...spec });
}

/** An object of another namespace, or of none. */
function inNamespace(namespace: string | undefined, manifest: Manifest): Manifest {
  return { ...manifest, metadata: { ...manifest.metadata, namespace } };
}

/** An InferenceService `llama` of KServe. */
function inferenceService(annotations?: Manifest, predictor: Manifest = {}): Manifest {
  return annotated(object('serving.kserve.io/v1beta1', 'InferenceService', 'llama', { predictor }), annotations);
}

/** An object with annotations of its own. */
function annotated(manifest: Manifest, annotations: Manifest): Manifest {
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}

/** A ScaledJob whose pods have the label that budgets select. */
function labelled(job: Manifest): Manifest {
  const { template } = job.spec.jobTargetRef;
  return { ...job, spec: { ...job.spec, jobTargetRef: { template: { ...template, metadata: { labels: { app: 'worker' } } } } } };
}

function clusterAuthentication(secret: string): Manifest {
  return {
    apiVersion: 'keda.sh/v1alpha1', kind: 'ClusterTriggerAuthentication', metadata: { name: 'shared' }, spec: { secretTargetRef: [{ parameter: 'password', name: secret, key: 'password' }] },
  };
}

function podTemplate(resources: Manifest): Manifest {
  return { apiVersion: 'v1', kind: 'PodTemplate', metadata: { name: 'warm', namespace: 'ml' }, template: { spec: { containers: [{ name: 'warm', resources }] } } };
}

function claim(mode: string): Manifest {
  return object('v1', 'PersistentVolumeClaim', 'models', { accessModes: [mode] });
}

function credentials(...parameters: readonly string[]): Manifest {
  return object('keda.sh/v1alpha1', 'TriggerAuthentication', 'tls', { secretTargetRef: parameters.map((parameter) => ({ parameter, name: 'tls', key: parameter })) });
}

/** A source of our scaler. */
const QUERY: PrometheusQuerySourceMetadata = { type: 'prometheus-query', connection: 'metrics', query: 'sum(gateway_queue)', onEmpty: 'error' };

/** What waits and what runs, both asked of the workers. */
const VLLM_QUERIES: PrometheusQuerySourceMetadata = { ...QUERY, query: 'sum(vllm:num_requests_waiting)', inFlightQuery: 'sum(vllm:num_requests_running)' };

/** A source that is there before the workers are. */
const LIST: SourceMetadata = { type: 'redis-list', connection: 'redis', waiting: ['jobs'], inFlight: ['taken'] };

function buffer(spec: Manifest): Manifest {
  return object('autoscaling.x-k8s.io/v1beta1', 'CapacityBuffer', 'warm', spec);
}

/** A ScaledJob with more in its pods. */
function withPod(job: Manifest, pod: Manifest): Manifest {
  const { template } = job.spec.jobTargetRef;
  return { ...job, spec: { ...job.spec, jobTargetRef: { template: { ...template, spec: { ...template.spec, ...pod } } } } };
}

export const CASES: readonly RuleCase[] = [
  // ---------------------------------------------------------------- ScaledObjects
  {
    rule: 'scaled-object-bounds',
    bad: [scaledObject({ minReplicaCount: 5, maxReplicaCount: 4, idleReplicaCount: 5 }), scaledObject({ minReplicaCount: 2, idleReplicaCount: 1 })],
    good: [scaledObject({ minReplicaCount: 4, maxReplicaCount: 4, idleReplicaCount: 0 }), scaledObject({ minReplicaCount: 0, idleReplicaCount: 0 })],
    messages: [
      'ScaledObject ml/worker: spec.minReplicaCount: got 5; expected at most maxReplicaCount, which is 4; lower it, or raise maxReplicaCount',
      'ScaledObject ml/worker: spec.idleReplicaCount: got 5; expected less than minReplicaCount, which is 5; only 0 works; leave it out, or set minReplicaCount: 1 and idleReplicaCount: 0',
      'ScaledObject ml/worker: spec.idleReplicaCount: got 1; expected less than minReplicaCount, which is 2; only 0 works; leave it out, or set minReplicaCount: 1 and idleReplicaCount: 0',
    ],
  },
  {
    rule: 'max-replicas-missing',
    bad: [
      workload(), scaledObject(),
      scaledJob(),
    ],
    good: [
      workload(), scaledObject({ maxReplicaCount: 1 }),
      scaledJob({ maxReplicaCount: 1 }),
    ],
    messages: [
      'ScaledObject ml/worker: spec.maxReplicaCount: got nothing; expected the most GPUs that you want to pay for, divided by those of one replica or Job; set maxReplicaCount',
      'ScaledJob ml/job: spec.maxReplicaCount: got nothing; expected the most GPUs that you want to pay for, divided by those of one replica or Job; set maxReplicaCount',
    ],
  },
  {
    rule: 'scaled-object-name-too-long',
    bad: [named('w'.repeat(55), scaledObject()), named('w'.repeat(64), scaledObject({ advanced: { horizontalPodAutoscalerConfig: { name: 'hpa' } } }))],
    good: [named('w'.repeat(54), scaledObject()), named('w'.repeat(63), scaledObject({ advanced: { horizontalPodAutoscalerConfig: { name: 'h'.repeat(63) } } }))],
    messages: [
      'ScaledObject ml/wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww: metadata.name: got "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww"; expected at most 54 characters; shorten it, or set advanced.horizontalPodAutoscalerConfig.name',
      'ScaledObject ml/wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww: metadata.name: got "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww"; expected at most 63 characters; shorten it',
    ],
  },
  {
    rule: 'two-scaled-objects-on-one-target',
    bad: [scaledObject(), named('second', scaledObject())],
    good: [scaledObject(), scaledObject(), named('second', scaledObject({ scaleTargetRef: { kind: 'StatefulSet', name: 'worker' } }))],
    messages: [
      'ScaledObject ml/second: spec.scaleTargetRef.name: got "worker"; expected a workload that the ScaledObject worker does not scale already; make its triggers further triggers of worker, and remove this one',
    ],
  },
  {
    rule: 'hpa-beside-scaled-object',
    bad: [scaledObject(), hpa({ scaleTargetRef: { kind: 'Deployment', name: 'worker' } })],
    good: [scaledObject(), hpa({ scaleTargetRef: { kind: 'Deployment', name: 'other' } })],
    messages: [
      'HorizontalPodAutoscaler ml/worker: spec.scaleTargetRef.name: got "worker"; expected a workload that the ScaledObject worker does not scale already; remove the HPA, and make its metrics triggers of the ScaledObject',
    ],
  },
  {
    rule: 'replicas-beside-scaled-object',
    bad: [
      workload({}, { replicas: 1 }), scaledObject(),
      named('nim', workload({}, { replicas: 2 })), named('nim-hpa', hpa({ scaleTargetRef: { kind: 'Deployment', name: 'nim' } })),
    ],
    good: [
      workload(), scaledObject(),
      named('web', workload({ containers: [{ name: 'web' }] }, { replicas: 2 })), named('web', hpa({ scaleTargetRef: { kind: 'Deployment', name: 'web' } })),
    ],
    messages: [
      'Deployment ml/worker: spec.replicas: got 1; expected none, because the ScaledObject worker decides; remove the field',
      'Deployment ml/nim: spec.replicas: got 2; expected none, because the HorizontalPodAutoscaler nim-hpa decides; remove the field',
    ],
  },
  {
    rule: 'hpa-behavior-incomplete',
    bad: [
      workload(), scaledObject(withBehavior({ ...BEHAVIOR, scaleDown: { stabilizationWindowSeconds: 300 } })),
      named('nim', workload()), named('nim', hpa({ scaleTargetRef: { kind: 'Deployment', name: 'nim' }, behavior: { scaleDown: BEHAVIOR.scaleDown } })),
    ],
    good: [
      workload(), scaledObject(withBehavior(BEHAVIOR)),
      named('nim', workload()), named('nim', hpa({ scaleTargetRef: { kind: 'Deployment', name: 'nim' }, behavior: BEHAVIOR })),
      hpa({ scaleTargetRef: { kind: 'Deployment', name: 'worker' } }), // has to go
      named('one', workload()), named('one', hpa({ scaleTargetRef: { kind: 'Deployment', name: 'one' }, maxReplicas: 1 })),
      named('llama-predictor', workload()),
      {
        ...hpa({ scaleTargetRef: { kind: 'Deployment', name: 'llama-predictor' } }),
        metadata: { name: 'llama-predictor', namespace: 'ml', ownerReferences: [{ kind: 'InferenceService' }] },
      },
    ],
    messages: [
      'ScaledObject ml/worker: spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown: got {"stabilizationWindowSeconds":300}; expected policies and a stabilizationWindowSeconds; write out how many pods may go in which time, after a window of at least 300 seconds',
      'HorizontalPodAutoscaler ml/nim: spec.behavior.scaleUp: got nothing; expected policies and a stabilizationWindowSeconds; write out how many pods may be added in which time',
    ],
  },
  {
    rule: 'cooldown-below-polling-interval',
    bad: [workload(), scaledObject({ pollingInterval: 60, cooldownPeriod: 60 }), named('late', scaledObject({ cooldownPeriod: 45 }))],
    good: [workload(), scaledObject({ pollingInterval: 60, cooldownPeriod: 105 })],
    messages: [
      'ScaledObject ml/worker: spec.cooldownPeriod: got 60; expected at least 105, the pollingInterval of 60 and a poll that is late; lengthen it',
      'ScaledObject ml/late: spec.cooldownPeriod: got 45; expected at least 60, the pollingInterval of 30 and a poll that is late; lengthen it',
    ],
  },
  {
    rule: 'cooldown-below-cold-start',
    bad: [workload({ containers: [{ name: 'worker', resources: ONE_GPU, readinessProbe: { initialDelaySeconds: 301 } }] }), scaledObject()],
    good: [workload({ containers: [{ name: 'worker', resources: ONE_GPU, readinessProbe: { initialDelaySeconds: 300 } }] }), scaledObject()],
    messages: [
      'ScaledObject ml/worker: spec.cooldownPeriod: got 300; expected at least 301, the initialDelaySeconds of Deployment worker; lengthen it to twice the whole cold start',
    ],
  },
  {
    rule: 'default-grace-period',
    bad: [workload(), scaledObject(), named('nim', workload()), hpa({ scaleTargetRef: { kind: 'Deployment', name: 'nim' } })],
    good: [workload({ terminationGracePeriodSeconds: 150 }), scaledObject()],
    messages: ['worker', 'nim'].map((name) =>
      `Deployment ml/${name}: spec.template.spec.terminationGracePeriodSeconds: got nothing; expected the longest job and what it takes to close; set it, and let the worker take no further job on SIGTERM`),
  },
  {
    rule: 'fallback-to-zero',
    bad: [scaledObject({ fallback: { failureThreshold: 3, replicas: 0 } })],
    good: [scaledObject({ fallback: { failureThreshold: 3, replicas: 1 } })],
    messages: [
      'ScaledObject ml/worker: spec.fallback.replicas: got 0; expected at least 1, or no fallback; remove fallback: without one KEDA holds the replicas',
    ],
  },
  {
    rule: 'fallback-without-effect',
    bad: [scaledObject({ fallback: { failureThreshold: 3, replicas: 2 } })],
    good: [scaledObject({ fallback: { failureThreshold: 3, replicas: 2 }, triggers: [prometheus()] })],
    messages: [
      'ScaledObject ml/worker: spec.fallback: got {"failureThreshold":3,"replicas":2}; expected none; remove it, and run two replicas of the external scaler',
    ],
  },
  {
    rule: 'fallback-refused',
    bad: [
      scaledObject({ fallback: { failureThreshold: 3, replicas: 2 }, triggers: [trigger('cpu', { value: '60' })] }),
      scaledObject({ fallback: { failureThreshold: 3, replicas: 2 }, advanced: { scalingModifiers: { target: '0.8' } } }),
      scaledObject({ fallback: { failureThreshold: 3, replicas: 2, behavior: 'scalingModifiers' } }),
      scaledObject({ fallback: { failureThreshold: -1, replicas: -2 } }),
    ],
    good: [scaledObject({ fallback: { failureThreshold: 3, replicas: 2 }, advanced: { scalingModifiers: { target: '8.0' } }, triggers: [prometheus()] })],
    messages: [
      'ScaledObject ml/worker: spec.fallback: got {"failureThreshold":3,"replicas":2}; expected none, because cpu and memory triggers have no fallback; remove it',
      'ScaledObject ml/worker: spec.advanced.scalingModifiers.target: got "0.8"; expected a whole number, because there is a fallback; multiply target and formula by 10 or 100',
      'ScaledObject ml/worker: spec.fallback.behavior: got "scalingModifiers"; expected another one, because there is no scalingModifiers.formula; set behavior: currentReplicasIfHigher, or write the formula',
      'ScaledObject ml/worker: spec.fallback.failureThreshold: got -1; expected 0 or more; correct it',
      'ScaledObject ml/worker: spec.fallback.replicas: got -2; expected 0 or more; correct it',
    ],
  },
  {
    rule: 'volume-of-one-node',
    bad: [
      workload({ volumes: [{ name: 'models', persistentVolumeClaim: { claimName: 'models' } }] }), scaledObject({ maxReplicaCount: 2 }), claim('ReadWriteOnce'),
      withPod(scaledJob({ maxReplicaCount: 3 }), { volumes: [{ name: 'models', persistentVolumeClaim: { claimName: 'models' } }] }),
    ],
    good: [
      workload({ volumes: [{ name: 'models', persistentVolumeClaim: { claimName: 'models' } }] }), scaledObject({ maxReplicaCount: 2 }), claim('ReadOnlyMany'),
      withPod(scaledJob({ maxReplicaCount: 1 }), { volumes: [{ name: 'models', persistentVolumeClaim: { claimName: 'models' } }] }),
    ],
    messages: [
      'Deployment ml/worker: spec.template.spec.volumes[0].persistentVolumeClaim.claimName: got "models"; expected a claim that 2 pods can mount: ReadOnlyMany or ReadWriteMany; change its access mode, or keep models in a directory of the node',
      'ScaledJob ml/job: spec.jobTargetRef.template.spec.volumes[0].persistentVolumeClaim.claimName: got "models"; expected a claim that 3 pods can mount: ReadOnlyMany or ReadWriteMany; change its access mode, or keep models in a directory of the node',
    ],
  },
  {
    rule: 'workers-exceed-pool',
    bad: [
      workload(TOLERATES), scaledObject({ maxReplicaCount: 5 }), nodePool({ limits: { [GPU]: '4' } }),
      withPod(scaledJob({ maxReplicaCount: 6 }), TOLERATES),
    ],
    good: [
      workload(TOLERATES), scaledObject({ maxReplicaCount: 4 }), nodePool({ limits: { [GPU]: '4' } }),
      withPod(scaledJob({ maxReplicaCount: 4 }), TOLERATES),
    ],
    messages: [
      'ScaledObject ml/worker: spec.maxReplicaCount: got 5; expected at most 4, for which the NodePool gpus with 4 GPUs has room; lower it, or raise the limit of nvidia.com/gpu to 5',
      'ScaledJob ml/job: spec.maxReplicaCount: got 6; expected at most 4, for which the NodePool gpus with 4 GPUs has room; lower it, or raise the limit of nvidia.com/gpu to 6',
    ],
  },
  {
    rule: 'target-misspelt',
    bad: [
      workload(), scaledObject({ scaleTargetRef: { name: 'wroker' } }),
      inNamespace('web', named('away', scaledObject({ scaleTargetRef: { name: 'worker' } }))),
    ],
    good: [
      workload(), scaledObject(), named('second', scaledObject({ scaleTargetRef: { name: 'worker2' } })),
      named('web', workload()), named('third', scaledObject({ scaleTargetRef: { name: 'elsewhere' } })),
      // Helm: the namespace of the release, which only some templates write. And workloads of its own, of which not all are among the manifests.
      inNamespace(undefined, named('fourth', scaledObject({ scaleTargetRef: { name: 'web' } }))),
      inNamespace('staging', named('api', workload())), inNamespace('staging', named('fifth', scaledObject({ scaleTargetRef: { name: 'web' } }))),
    ],
    messages: [
      'ScaledObject ml/worker: spec.scaleTargetRef.name: got "wroker"; expected a Deployment that exists, such as worker; write worker',
      'ScaledObject web/away: metadata.namespace: got "web"; expected ml, the namespace of Deployment worker; write ml: a ScaledObject scales what is in its own namespace',
    ],
  },
  {
    rule: 'hpa-name-taken-twice',
    bad: [
      scaledObject(),
      named('second', scaledObject({ scaleTargetRef: { name: 'second' }, advanced: { horizontalPodAutoscalerConfig: { name: 'keda-hpa-worker' } } })),
      named('third', scaledObject({ scaleTargetRef: { name: 'third' }, advanced: { horizontalPodAutoscalerConfig: { name: 'keda-hpa-worker' } } })),
    ],
    good: [scaledObject(), scaledObject(), named('second', scaledObject({ advanced: { horizontalPodAutoscalerConfig: { name: 'worker' } } }))],
    messages: [
      'ScaledObject ml/second: spec.advanced.horizontalPodAutoscalerConfig.name: got keda-hpa-worker; expected another name than that of the HPA of the ScaledObject worker; rename it, or leave it out: KEDA names it after the ScaledObject',
      'ScaledObject ml/third: spec.advanced.horizontalPodAutoscalerConfig.name: got keda-hpa-worker; expected another name than that of the HPA of the ScaledObject worker; rename it, or leave it out: KEDA names it after the ScaledObject',
    ],
  },
  {
    rule: 'pause-annotation-misread',
    bad: [
      annotated(scaledObject(), { 'autoscaling.keda.sh/paused': 'no' }),
      annotated(scaledJob(), { 'autoscaling.keda.sh/paused': 'false', 'autoscaling.keda.sh/paused-replicas': '0' }),
    ],
    good: [
      annotated(scaledObject(), { 'autoscaling.keda.sh/paused': 'false' }),
      annotated(scaledObject(), { 'autoscaling.keda.sh/paused': 'true', 'autoscaling.keda.sh/paused-replicas': '2' }),
    ],
    messages: [
      'ScaledObject ml/worker: metadata.annotations["autoscaling.keda.sh/paused"]: got "no"; expected "true" or "false"; correct it, or remove it: what is not paused needs no annotation',
      'ScaledJob ml/job: metadata.annotations["autoscaling.keda.sh/paused-replicas"]: got "0"; expected none beside autoscaling.keda.sh/paused: "false"; remove it',
    ],
  },
  // ---------------------------------------------------------------- triggers
  {
    rule: 'duplicate-trigger-names',
    bad: [
      scaledObject({ triggers: [trigger('cron', {}, { name: 'jobs' }), trigger('cpu', {}, { name: 'jobs' })] }),
      scaledJob({ triggers: [trigger('redis', {}, { name: 'jobs' }), trigger('kafka', {}, { name: 'jobs' })] }),
    ],
    good: [scaledObject({ triggers: [trigger('cron', {}, { name: 'jobs' }), trigger('cpu', {}, { name: 'load' }), trigger('cpu'), trigger('memory')] })],
    messages: [
      'ScaledObject ml/worker: spec.triggers[1].name: got "jobs"; expected a name that no other trigger has; rename it',
      'ScaledJob ml/job: spec.triggers[1].name: got "jobs"; expected a name that no other trigger has; rename it',
    ],
  },
  {
    rule: 'cached-metrics-unsupported',
    bad: [
      scaledObject({ triggers: [trigger('cpu', {}, { useCachedMetrics: true })] }),
      scaledJob({ triggers: [trigger('kafka', {}, { useCachedMetrics: true })] }),
    ],
    good: [scaledObject({ triggers: [trigger('kafka', {}, { useCachedMetrics: true }), trigger('cpu', {}, { useCachedMetrics: false })] })],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].useCachedMetrics: got true; expected none on a cpu trigger; remove it',
      'ScaledJob ml/job: spec.triggers[0].useCachedMetrics: got true; expected none on a ScaledJob; remove it',
    ],
  },
  {
    rule: 'resource-triggers-never-wake',
    bad: [scaledObject({ triggers: [trigger('cpu')] }), scaledObject({ minReplicaCount: 1, idleReplicaCount: 0, triggers: [trigger('memory')] })],
    good: [scaledObject({ minReplicaCount: 1, triggers: [trigger('cpu')] }), scaledObject({ triggers: [trigger('cpu'), trigger('kafka')] })],
    messages: [
      'ScaledObject ml/worker: spec.minReplicaCount: got nothing; expected at least 1; set minReplicaCount: 1, or add a trigger that sees the work that waits',
      'ScaledObject ml/worker: spec.idleReplicaCount: got 0; expected none; remove it, or add a trigger that sees the work that waits',
    ],
  },
  {
    rule: 'cpu-trigger-type-removed',
    bad: [scaledObject({ triggers: [trigger('cpu', { type: 'Utilization', value: '60' })] })],
    good: [scaledObject({ triggers: [trigger('cpu', { value: '60' }, { metricType: 'Utilization' })] })],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].metadata.type: got "Utilization"; expected none; remove it, and set metricType: Utilization on the trigger',
    ],
  },
  {
    rule: 'metric-type-value',
    bad: [
      workload(),
      scaledObject({ advanced: { scalingModifiers: { metricType: 'Value' } }, triggers: [trigger('prometheus', VLLM, { metricType: 'Value' })] }),
    ],
    good: [workload(), scaledObject({ triggers: [trigger('prometheus', VLLM, { metricType: 'AverageValue' })] })],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].metricType: got "Value"; expected AverageValue, with a metric that is a total; remove it: AverageValue is the default',
      'ScaledObject ml/worker: spec.advanced.scalingModifiers.metricType: got "Value"; expected AverageValue, with a formula that gives a total; remove it: AverageValue is the default',
    ],
  },
  {
    rule: 'average-under-average-value',
    bad: [
      workload(), scaledObject({ triggers: [prometheus({ query: 'avg(DCGM_FI_DEV_GPU_UTIL)' }), prometheus({ query: 'sum(load) / count(load)' })] }),
      named('ours', scaledObject({ triggers: [ofOurScaler({ ...QUERY, query: 'avg(DCGM_FI_DEV_GPU_UTIL)' })] })),
      named('highest', scaledObject({ triggers: [ofOurScaler({ type: 'max', sources: [QUERY, { ...QUERY, query: 'avg(load)' }] })] })),
    ],
    good: [
      workload(), scaledObject({ triggers: [prometheus({ query: 'sum(avg_over_time(vllm:num_requests_running[1m]))' })] }),
      named('ours', scaledObject({ triggers: [ofOurScaler(QUERY)] })),
    ],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].metadata.query: got "avg(DCGM_FI_DEV_GPU_UTIL)"; expected a total, such as sum(vllm:num_requests_running) + sum(vllm:num_requests_waiting); ask for the sum of what waits and runs',
      'ScaledObject ml/worker: spec.triggers[1].metadata.query: got "sum(load) / count(load)"; expected a total, such as sum(vllm:num_requests_running) + sum(vllm:num_requests_waiting); ask for the sum of what waits and runs',
      'ScaledObject ml/ours: spec.triggers[0].metadata.query: got "avg(DCGM_FI_DEV_GPU_UTIL)"; expected a total, such as sum(vllm:num_requests_running) + sum(vllm:num_requests_waiting); ask for the sum of what waits and runs',
      expect.stringMatching(/^ScaledObject ml\/highest: spec\.triggers\[0\]\.metadata\.sources: got .* expected a total/),
    ],
  },
  {
    rule: 'query-of-several-series',
    bad: [
      workload(), scaledObject({ triggers: [prometheus({ query: 'vllm:num_requests_waiting' })] }),
      named('ours', scaledObject({ triggers: [ofOurScaler({ ...QUERY, inFlightQuery: 'vllm:num_requests_running' })] })),
      scaledJob({ triggers: [prometheus({ query: 'vllm:num_requests_waiting' })] }),
    ],
    good: [
      workload(), scaledObject({ triggers: [prometheus()] }),
      scaledJob({ triggers: [prometheus()] }),
    ],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].metadata.query: got "vllm:num_requests_waiting"; expected a query that gives one value; write sum(vllm:num_requests_waiting)',
      'ScaledObject ml/ours: spec.triggers[0].metadata.inFlightQuery: got "vllm:num_requests_running"; expected a query that gives one value; write sum(vllm:num_requests_running)',
      'ScaledJob ml/job: spec.triggers[0].metadata.query: got "vllm:num_requests_waiting"; expected a query that gives one value; write sum(vllm:num_requests_waiting)',
    ],
  },
  {
    rule: 'empty-result-is-zero',
    bad: [workload(), scaledObject({ triggers: [trigger('prometheus', { query: 'sum(jobs)' })] })],
    good: [workload(), scaledObject({ triggers: [trigger('prometheus', { query: 'sum(jobs)', ignoreNullValues: 'false' })] })],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].metadata.ignoreNullValues: got nothing; expected "false"; set ignoreNullValues: "false": an empty result is an error then, and the replicas stay',
    ],
  },
  {
    rule: 'metric-of-the-scaled-pods',
    bad: [
      scaledObject({ triggers: [prometheus(), trigger('cpu')] }),
      named('ours', scaledObject({ triggers: [ofOurScaler(VLLM_QUERIES)] })),
      named('highest', scaledObject({ triggers: [ofOurScaler({ type: 'max', sources: [VLLM_QUERIES, { ...QUERY, query: 'sum(vllm:num_requests_waiting)' }] })] })),
    ],
    good: [
      scaledObject({ triggers: [prometheus(), prometheus({ query: 'sum(gateway_queue)' })] }),
      scaledObject({ triggers: [prometheus(), prometheus({ query: 'sum(rate(vllm:num_incoming_requests_total[1m]))' })] }),
      scaledObject({ minReplicaCount: 1, triggers: [prometheus()] }),
      scaledObject({ triggers: [ofOurScaler({ ...VLLM_QUERIES, query: 'sum(gateway_queue)' })] }),
      scaledObject({ triggers: [ofOurScaler({ type: 'max', sources: [VLLM_QUERIES, LIST] })] }),
      scaledObject({ triggers: [trigger('external', { sourceType: 'prometheus-query', query: 'of somebody else' })] }),
    ],
    messages: [
      'ScaledObject ml/worker: spec.minReplicaCount: got nothing; expected at least 1, because every metric comes from the pods themselves; keep one replica, or add a trigger on the queue or gateway before the pods',
      'ScaledObject ml/ours: spec.minReplicaCount: got nothing; expected at least 1, because every metric comes from the pods themselves; keep one replica, or add a trigger on the queue or gateway before the pods',
      'ScaledObject ml/highest: spec.minReplicaCount: got nothing; expected at least 1, because every metric comes from the pods themselves; keep one replica, or add a trigger on the queue or gateway before the pods',
    ],
  },
  {
    rule: 'redis-streams-pending-only',
    bad: [scaledObject({ triggers: [trigger('redis-streams', { pendingEntriesCount: '10' })] })],
    good: [scaledObject({ minReplicaCount: 1, triggers: [trigger('redis-streams', { pendingEntriesCount: '10' })] })],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].metadata.pendingEntriesCount: got "10"; expected something that counts entries nobody has read; add a trigger with lagCount, or set minReplicaCount: 1',
    ],
  },
  {
    rule: 'activation-strands-work',
    bad: [
      workload(), scaledObject({ triggers: [trigger('aws-sqs-queue', { activationQueueLength: '3' })] }),
      scaledJob({ triggers: [trigger('redis', { activationListLength: '1' })] }),
    ],
    good: [
      workload(), scaledObject({ triggers: [trigger('aws-sqs-queue', { activationQueueLength: '0' })] }),
      scaledJob({ triggers: [trigger('redis')] }),
    ],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].metadata.activationQueueLength: got "3"; expected "0", at which one job wakes the first worker; remove it',
      'ScaledJob ml/job: spec.triggers[0].metadata.activationListLength: got "1"; expected "0", at which one job wakes the first worker; remove it',
    ],
  },
  {
    rule: 'address-without-namespace',
    bad: [
      scaledObject({ triggers: [prometheus({ serverAddress: 'http://prometheus:9090' }), trigger('redis', { address: 'redis:6379' })] }),
      scaledJob({ triggers: [trigger('redis', { address: 'redis:6379' })] }),
    ],
    good: [scaledObject({
      triggers: [
        prometheus(), trigger('redis', { address: 'localhost:6379' }), trigger('redis', { host: '10.0.0.1' }), trigger('prometheus', { serverAddress: 'http://<host>:9090' }),
      ],
    })],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].metadata.serverAddress: got "http://prometheus:9090"; expected a name with its namespace; write prometheus.NAMESPACE.svc.cluster.local',
      'ScaledObject ml/worker: spec.triggers[1].metadata.address: got "redis:6379"; expected a name with its namespace; write redis.NAMESPACE.svc.cluster.local',
      'ScaledJob ml/job: spec.triggers[0].metadata.address: got "redis:6379"; expected a name with its namespace; write redis.NAMESPACE.svc.cluster.local',
    ],
  },
  {
    rule: 'target-of-zero',
    bad: [
      scaledObject({ triggers: [prometheus({ threshold: '0' }), prometheus({ threshold: '0.0004' })] }),
      scaledJob({ triggers: [trigger('redis', { listLength: '0' }), trigger('postgresql', { targetQueryValue: '0' })] }),
    ],
    good: [scaledObject({ triggers: [prometheus({ threshold: '0.001' })] })],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].metadata.threshold: got "0"; expected more than 0, with three decimals at most: the jobs that one replica answers for; set it to what a replica does at a time',
      'ScaledObject ml/worker: spec.triggers[1].metadata.threshold: got "0.0004"; expected more than 0, with three decimals at most: the jobs that one replica answers for; set it to what a replica does at a time',
      'ScaledJob ml/job: spec.triggers[0].metadata.listLength: got "0"; expected more than 0, with three decimals at most: the jobs that one replica answers for; set it to what a replica does at a time',
      'ScaledJob ml/job: spec.triggers[1].metadata.targetQueryValue: got "0"; expected more than 0, with three decimals at most: the jobs that one replica answers for; set it to what a replica does at a time',
    ],
  },
  {
    rule: 'waiting-only-signal',
    bad: [
      workload(), scaledObject({ triggers: [prometheus()] }),
      named('list', scaledObject({ triggers: [trigger('redis', { listName: 'jobs' }), trigger('cron')] })),
      named('stream', scaledObject({ triggers: [trigger('redis-streams', { lagCount: '5' })] })),
      named('sqs', scaledObject({ triggers: [trigger('aws-sqs-queue', { scaleOnInFlight: 'false' })] })),
      named('amqp', scaledObject({ triggers: [trigger('rabbitmq', { host: 'amqp://rabbitmq.ml:5672' })] })),
      named('ready', scaledObject({ triggers: [trigger('rabbitmq', { protocol: 'http', excludeUnacknowledged: 'true' })] })),
      named('ours', scaledObject({ triggers: [ofOurScaler({ ...QUERY, query: 'sum(vllm:num_requests_waiting)' })] })),
      named('hasty', workload({ terminationGracePeriodSeconds: 600 })), named('hasty', scaledObject({ scaleTargetRef: { name: 'hasty' }, cooldownPeriod: 569, triggers: [trigger('redis', { listName: 'jobs' })] })),
    ],
    good: [
      workload(), scaledObject({ triggers: [prometheus({ query: 'sum(vllm:num_requests_waiting) + sum(vllm:num_requests_running)' })] }),
      named('list', scaledObject({ triggers: [trigger('redis', { listName: 'jobs' }), trigger('redis', { listName: 'jobs:processing' })] })),
      named('stream', scaledObject({ triggers: [trigger('redis-streams', { lagCount: '5' }), trigger('redis-streams', { pendingEntriesCount: '5' })] })),
      named('sqs', scaledObject({ triggers: [trigger('aws-sqs-queue')] })),
      named('http', scaledObject({ triggers: [trigger('rabbitmq', { host: 'http://rabbitmq.ml:15672' })] })),
      named('ours', scaledObject({ triggers: [ofOurScaler(VLLM_QUERIES)] })),
      named('several', scaledObject({ triggers: [trigger('redis', { listName: 'jobs' }), trigger('external')] })),
      named('kept', scaledObject({ minReplicaCount: 1, triggers: [trigger('redis', { listName: 'jobs' })] })),
      named('patient', workload({ terminationGracePeriodSeconds: 600 })), named('patient', scaledObject({ scaleTargetRef: { name: 'patient' }, cooldownPeriod: 570, triggers: [trigger('redis', { listName: 'jobs' })] })),
    ],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].metadata.query: got "sum(vllm:num_requests_waiting)"; expected what waits and what runs, such as sum(vllm:num_requests_waiting) + sum(vllm:num_requests_running); add the requests that run, or let terminationGracePeriodSeconds and cooldownPeriod outlast the longest job',
      'ScaledObject ml/list: spec.triggers[0].metadata.listName: got "jobs"; expected the jobs that are taken too; let workers move a job to a second list until it is done, and add a trigger on that, or let terminationGracePeriodSeconds and cooldownPeriod outlast the longest job',
      'ScaledObject ml/stream: spec.triggers[0].metadata.lagCount: got "5"; expected lag and pending entries both; add a second trigger with pendingEntriesCount, or let terminationGracePeriodSeconds and cooldownPeriod outlast the longest job',
      'ScaledObject ml/sqs: spec.triggers[0].metadata.scaleOnInFlight: got "false"; expected "true"; remove it: messages in flight count by default, or let terminationGracePeriodSeconds and cooldownPeriod outlast the longest job',
      'ScaledObject ml/amqp: spec.triggers[0].metadata.protocol: got nothing; expected "http", which counts unacknowledged messages too; set protocol: http, and name the address of the management plugin, or let terminationGracePeriodSeconds and cooldownPeriod outlast the longest job',
      'ScaledObject ml/ready: spec.triggers[0].metadata.excludeUnacknowledged: got "true"; expected "false"; remove it: unacknowledged messages count by default, or let terminationGracePeriodSeconds and cooldownPeriod outlast the longest job',
      'ScaledObject ml/ours: spec.triggers[0].metadata.query: got "sum(vllm:num_requests_waiting)"; expected what waits and what runs, such as sum(vllm:num_requests_waiting) + sum(vllm:num_requests_running); add the requests that run, or let terminationGracePeriodSeconds and cooldownPeriod outlast the longest job',
      'ScaledObject ml/hasty: spec.triggers[0].metadata.listName: got "jobs"; expected the jobs that are taken too; let workers move a job to a second list until it is done, and add a trigger on that, or let terminationGracePeriodSeconds and cooldownPeriod outlast the longest job',
    ],
  },
  {
    rule: 'misspelt-vllm-metric',
    bad: [
      scaledObject({ triggers: [prometheus({ query: 'sum(vllm_num_requests_waiting)' })] }),
      named('ours', scaledObject({ triggers: [ofOurScaler({ ...QUERY, query: 'sum(vllm_num_requests_running)' })] })),
    ],
    good: [
      scaledObject({ triggers: [prometheus()] }),
      named('ours', scaledObject({ triggers: [ofOurScaler(QUERY)] })),
    ],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].metadata.query: got vllm_num_requests_waiting; expected vllm:num_requests_waiting; write vllm:num_requests_waiting',
      'ScaledObject ml/ours: spec.triggers[0].metadata.query: got vllm_num_requests_running; expected vllm:num_requests_running; write vllm:num_requests_running',
    ],
  },
  {
    rule: 'field-at-the-wrong-level',
    bad: [
      scaledObject({ scaleOnInFlight: true, triggers: [trigger('kafka', { maxReplicaCount: '20' }, { lagThreshold: '5' })] }),
      scaledJob({ cooldownPeriod: 300 }),
    ],
    good: [scaledObject({ maxReplicaCount: 20, triggers: [trigger('kafka', { lagThreshold: '5' }), trigger('external', { pollingInterval: '5' })] })],
    messages: [
      'ScaledObject ml/worker: spec.scaleOnInFlight: got true; expected a field of spec (scaleTargetRef, pollingInterval, cooldownPeriod, initialCooldownPeriod, idleReplicaCount, minReplicaCount, maxReplicaCount, triggers, fallback, advanced); move it to where it belongs: parameters of a trigger go under its metadata',
      'ScaledObject ml/worker: spec.triggers[0].lagThreshold: got "5"; expected a field of a trigger (type, name, metadata, metricType, useCachedMetrics, authenticationRef); move it under metadata, if it is a parameter of the trigger',
      'ScaledObject ml/worker: spec.triggers[0].metadata.maxReplicaCount: got "20"; expected a parameter of the trigger; move it under spec',
      'ScaledJob ml/job: spec.cooldownPeriod: got 300; expected a field of spec (jobTargetRef, pollingInterval, minReplicaCount, maxReplicaCount, successfulJobsHistoryLimit, failedJobsHistoryLimit, envSourceContainerName, rollout, rolloutStrategy, scalingStrategy, triggers); remove it: there is no HPA behind a ScaledJob, and its Jobs end by themselves',
    ],
  },
  {
    rule: 'formula-of-unusable-triggers',
    bad: [scaledObject({
      advanced: { scalingModifiers: { formula: 'jobs > 0 ? jobs : load', target: '1' } },
      triggers: [trigger('kafka', {}, { name: 'jobs' }), trigger('cpu', {}, { name: 'load' }), trigger('redis')],
    }), scaledObject({ advanced: { scalingModifiers: { formula: 'max(jobs, list)', target: '1' } }, triggers: [trigger('kafka', {}, { name: 'jobs' }), trigger('redis', {}, { name: 'lists' })] })],
    good: [scaledObject({
      advanced: { scalingModifiers: { formula: 'jobs > 0 and not (lists == 0) ? count([jobs, lists], {# > 1}) : max(jobs ?? 1, lists)', target: '1' } },
      triggers: [trigger('kafka', {}, { name: 'jobs' }), trigger('cpu', {}, { name: 'load' }), trigger('redis', {}, { name: 'lists' })],
    })],
    messages: [
      'ScaledObject ml/worker: spec.triggers[2].name: got nothing; expected a name, because there is a formula; name the trigger, and use the name in the formula',
      'ScaledObject ml/worker: spec.triggers[1].name: got "load"; expected no cpu trigger in the formula; take it out of the formula: the HPA looks at it by itself',
      'ScaledObject ml/worker: spec.advanced.scalingModifiers.formula: got list; expected the name of a trigger (jobs, lists); correct it',
    ],
  },
  {
    rule: 'cron-window-refused',
    bad: [
      scaledObject({ triggers: [trigger('cron', { start: '0 9 * * 1-7', end: '0 18 * * sat-sun', desiredReplicas: '0' })] }),
      scaledJob({ triggers: [trigger('cron', { start: '0 9 * * *', end: '0 9 * * *', desiredReplicas: '2' })] }),
    ],
    good: [scaledObject({ triggers: [trigger('cron', { start: '*/15 9-17 1,15 JAN-mar mon-fri', end: '30 18 * * 0,6', desiredReplicas: '2' })] })],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].metadata.start: got "0 9 * * 1-7"; expected a cron expression of five fields, with 0 to 6 for Sunday to Saturday and no range backwards; correct it',
      'ScaledObject ml/worker: spec.triggers[0].metadata.end: got "0 18 * * sat-sun"; expected a cron expression of five fields, with 0 to 6 for Sunday to Saturday and no range backwards; correct it',
      'ScaledObject ml/worker: spec.triggers[0].metadata.desiredReplicas: got "0"; expected at least 1; turn the window around: give the replicas to the hours in which there should be some',
      'ScaledJob ml/job: spec.triggers[0].metadata.end: got "0 9 * * *"; expected another time than start; correct it',
    ],
  },
  {
    rule: 'cluster-authentication-secret',
    bad: [
      scaledObject({ triggers: [trigger('redis', {}, { authenticationRef: { kind: 'ClusterTriggerAuthentication', name: 'shared' } })] }),
      clusterAuthentication('redis'), object('v1', 'Secret', 'redis', {}),
    ],
    good: [
      scaledObject({ triggers: [trigger('redis', {}, { authenticationRef: { kind: 'ClusterTriggerAuthentication', name: 'shared' } })] }),
      clusterAuthentication('redis'), object('v1', 'Secret', 'redis', {}), { ...object('v1', 'Secret', 'redis', {}), metadata: { name: 'redis', namespace: 'keda' } },
    ],
    messages: [
      'ClusterTriggerAuthentication shared: spec.secretTargetRef[0].name: got "redis"; expected a Secret in the namespace of KEDA; redis is in ml; move the Secret there, or make it a TriggerAuthentication',
    ],
  },
  // ---------------------------------------------------------------- external scalers
  {
    rule: 'cluster-ip-before-scalers',
    bad: [
      scaledObject(), service({}), workload({ containers: [] }, { replicas: 2 }),
      scaledJob({ triggers: [trigger('external', { scalerAddress: 'for-jobs.ml:9090' })] }),
      named('for-jobs', service({})),
    ],
    good: [scaledObject(), service({ clusterIP: 'None' }), workload({ containers: [] }, { replicas: 2 })],
    messages: [
      'Service ml/scaler: spec.clusterIP: got nothing; expected None, because several pods answer; set clusterIP: None: KEDA then connects to every pod and calls them in turn',
      'Service ml/for-jobs: spec.clusterIP: got nothing; expected None, because several pods answer; set clusterIP: None: KEDA then connects to every pod and calls them in turn',
    ],
  },
  {
    rule: 'scaler-port-not-served',
    bad: [
      scaledObject(), named('second', scaledObject({ triggers: [trigger('external', { scalerAddress: 'dns:///pods.ml.svc.cluster.local:80' })] })),
      service({ ports: [{ port: 6000 }] }), named('pods', service({ clusterIP: 'None', ports: [{ port: 80, targetPort: 'grpc' }] })),
      workload({ containers: [{ name: 'scaler', ports: [{ name: 'grpc', containerPort: 6000 }] }] }),
    ],
    good: [
      scaledObject(), named('second', scaledObject({ triggers: [trigger('external', { scalerAddress: 'dns:///pods.ml.svc.cluster.local:6000' })] })),
      named('third', scaledObject({ triggers: [trigger('external', { scalerAddress: 'unknown.ml:80' }), trigger('external', { scalerAddress: 'scaler.other:80' })] })),
      service({ ports: [{ port: 9090, targetPort: 6000 }] }), named('pods', service({ clusterIP: 'None', ports: [{ port: 80, targetPort: 'grpc' }] })),
      named('unknown', service({ clusterIP: 'None', ports: [{ port: 80, targetPort: 'metrics' }] })),
      workload({ containers: [{ name: 'scaler', ports: [{ name: 'grpc', containerPort: 6000 }] }] }),
    ],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].metadata.scalerAddress: got "scaler.ml.svc:9090"; expected port 6000 of the Service scaler; correct the port',
      'ScaledObject ml/second: spec.triggers[0].metadata.scalerAddress: got "dns:///pods.ml.svc.cluster.local:80"; expected port 6000 of the Service pods; name the port of the pods, or take clusterIP: None away',
    ],
  },
  {
    rule: 'scaler-on-gpu-nodes',
    bad: [scaledObject({ scaleTargetRef: { name: 'other' } }), service({}), workload()],
    good: [scaledObject({ scaleTargetRef: { name: 'other' } }), service({}), workload({ containers: [{ name: 'scaler' }] })],
    messages: [
      'Deployment ml/worker: spec.template.spec: got a scaler on GPU nodes; expected pods that run on nodes without a GPU; take the GPU request and the node selector away; read the metrics over the network',
    ],
  },
  {
    rule: 'half-a-client-certificate',
    bad: [credentials('caCert', 'tlsClientCert'), { ...credentials('tlsClientKey'), kind: 'ClusterTriggerAuthentication', metadata: { name: 'shared' } }],
    good: [credentials('caCert', 'tlsClientCert', 'tlsClientKey')],
    messages: [
      'TriggerAuthentication ml/tls: spec.secretTargetRef: got tlsClientCert alone; expected tlsClientCert and tlsClientKey both; add tlsClientKey',
      'ClusterTriggerAuthentication shared: spec.secretTargetRef: got tlsClientKey alone; expected tlsClientCert and tlsClientKey both; add tlsClientCert',
    ],
  },
  {
    rule: 'external-tls-fails-open',
    bad: [
      scaledObject({ triggers: [trigger('external', { scalerAddress: 'scaler.ml:9090' }, { authenticationRef: { name: 'tls' } })] }),
      scaledJob({ triggers: [trigger('external', {}, { authenticationRef: { name: 'tls' } })] }),
    ],
    good: [scaledObject({ triggers: [trigger('external', { scalerAddress: 'scaler.ml:9090', enableTLS: 'true' }, { authenticationRef: { name: 'tls' } })] })],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].metadata.enableTLS: got nothing; expected "true"; set enableTLS: "true" beside the authenticationRef',
      'ScaledJob ml/job: spec.triggers[0].metadata.enableTLS: got nothing; expected "true"; set enableTLS: "true" beside the authenticationRef',
    ],
  },
  {
    rule: 'secret-sent-to-scaler',
    bad: [
      scaledObject({ triggers: [trigger('external', { passwordFromEnv: 'REDIS_PASSWORD' })] }),
      scaledJob({ triggers: [trigger('external', { tokenFromEnv: 'TOKEN' })] }),
    ],
    good: [scaledObject({ triggers: [trigger('external', { streamFromEnv: 'LIST' }), trigger('redis', { passwordFromEnv: 'REDIS_PASSWORD' })] })],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].metadata.passwordFromEnv: got "REDIS_PASSWORD"; expected no secret in the metadata; give the secret to the scaler itself, and name it here',
      'ScaledJob ml/job: spec.triggers[0].metadata.tokenFromEnv: got "TOKEN"; expected no secret in the metadata; give the secret to the scaler itself, and name it here',
    ],
  },
  // ---------------------------------------------------------------- HPAs and ScaledJobs
  {
    rule: 'hpa-on-gpu-resource',
    bad: [hpa({ minReplicas: 0, metrics: [{ type: 'Resource', resource: { name: GPU } }] })],
    good: [
      hpa({ minReplicas: 1, metrics: [{ type: 'Resource', resource: { name: 'cpu' } }] }),
      // Since Kubernetes 1.37.
      hpa({ minReplicas: 0, metrics: [{ type: 'External', external: { metric: { name: 'jobs' } } }] }),
    ],
    messages: [
      'HorizontalPodAutoscaler ml/worker: spec.metrics[0].resource.name: got "nvidia.com/gpu"; expected cpu or memory; scale on the work that waits and runs, with a ScaledObject',
      'HorizontalPodAutoscaler ml/worker: spec.minReplicas: got 0; expected at least 1; scale on what is there without pods, with an External metric or a ScaledObject',
    ],
  },
  {
    rule: 'scaled-job-rollout',
    bad: [scaledJob()],
    good: [scaledJob({ rollout: { strategy: 'gradual' } })],
    messages: [
      'ScaledJob ml/job: spec.rollout.strategy: got nothing; expected "gradual"; set rollout: { strategy: gradual }',
    ],
  },
  {
    rule: 'scaled-job-metric-type',
    bad: [scaledJob({ triggers: [trigger('kafka', {}, { metricType: 'AverageValue' })] })],
    good: [scaledJob({ triggers: [trigger('kafka')] })],
    messages: [
      'ScaledJob ml/job: spec.triggers[0].metricType: got "AverageValue"; expected none on a ScaledJob; remove it',
    ],
  },
  {
    rule: 'scaled-job-counts-running-twice',
    bad: [
      scaledJob({ scalingStrategy: { strategy: 'eager' }, triggers: [trigger('aws-sqs-queue')] }),
      named('http', scaledJob({ scalingStrategy: { strategy: 'accurate' }, triggers: [trigger('rabbitmq', { host: 'http://rabbitmq.ml:15672' })] })),
    ],
    good: [
      scaledJob({ scalingStrategy: { strategy: 'eager' }, triggers: [trigger('aws-sqs-queue', { scaleOnInFlight: 'false' })] }),
      named('hidden', scaledJob({ scalingStrategy: { strategy: 'accurate' }, triggers: [trigger('rabbitmq')] })),
    ],
    messages: [
      'ScaledJob ml/job: spec.scalingStrategy.strategy: got "eager"; expected "default", because the aws-sqs-queue trigger counts what is in flight too; set it to default, or let the trigger count waiting messages only',
      'ScaledJob ml/http: spec.scalingStrategy.strategy: got "accurate"; expected "default", because the rabbitmq trigger counts what is in flight too; set it to default, or let the trigger count waiting messages only',
    ],
  },
  {
    rule: 'scaled-job-disrupted',
    bad: [scaledJob(), nodePool()],
    good: [
      scaledJob({}, { 'karpenter.sh/do-not-disrupt': '2h' }), nodePool(),
      // Told by do-not-disrupt-misspelt and by do-not-disrupt-out-of-reach.
      scaledJob({}, { 'karpenter.sh/do-not-evict': 'true' }), annotated(scaledJob(), { 'karpenter.sh/do-not-disrupt': 'true' }),
    ],
    messages: [
      'ScaledJob ml/job: spec.jobTargetRef.template.metadata.annotations["karpenter.sh/do-not-disrupt"]: got nothing; expected "true", or the longest run such as "2h"; add karpenter.sh/do-not-disrupt: "true" to the pod template\'s annotations',
    ],
  },
  {
    rule: 'scaled-job-eager',
    bad: [scaledJob({ scalingStrategy: { strategy: 'eager' } })],
    good: [scaledJob({ scalingStrategy: { strategy: 'default' } })],
    messages: [
      'ScaledJob ml/job: spec.scalingStrategy.strategy: got "eager"; expected "default", with a trigger that counts what is in flight too; set it to default',
    ],
  },
  {
    rule: 'scaled-job-starves',
    bad: [
      scaledJob({ triggers: [trigger('redis')] }),
      named('amqp', scaledJob({ triggers: [trigger('rabbitmq', { host: 'amqp://rabbitmq.ml:5672' })] })),
    ],
    good: [scaledJob({ scalingStrategy: { strategy: 'accurate' }, triggers: [trigger('redis')] })],
    messages: [
      'ScaledJob ml/job: spec.scalingStrategy.strategy: got default; expected "accurate", because the redis trigger counts waiting messages only; set it to accurate, or let the trigger count messages in flight too',
      'ScaledJob ml/amqp: spec.scalingStrategy.strategy: got default; expected "accurate", because the rabbitmq trigger counts waiting messages only; set it to accurate, or let the trigger count messages in flight too',
    ],
  },
  // ---------------------------------------------------------------- NodePools
  {
    rule: 'node-pool-of-v1beta1',
    bad: [nodePool({ disruption: { consolidationPolicy: 'WhenUnderutilized' } }, { nodeClassRef: { apiVersion: 'karpenter.k8s.aws/v1', kind: 'EC2NodeClass', name: 'gpus' } })],
    good: [nodePool({ disruption: { consolidationPolicy: 'WhenEmpty' } })],
    messages: [
      'NodePool gpus: spec.template.spec.nodeClassRef: got {"apiVersion":"karpenter.k8s.aws/v1","kind":"EC2NodeClass","name":"gpus"}; expected group, kind and name; add group, for example { group: karpenter.k8s.aws, kind: EC2NodeClass, name: default }',
      'NodePool gpus: spec.disruption.consolidationPolicy: got "WhenUnderutilized"; expected WhenEmpty or WhenEmptyOrUnderutilized; write WhenEmpty for GPU workers',
    ],
  },
  {
    rule: 'resource-name-as-requirement',
    bad: [nodePool({}, { requirements: [{ key: GPU, operator: 'Exists' }] })],
    good: [nodePool({}, { requirements: [{ key: 'karpenter.k8s.aws/instance-gpu-count', operator: 'In', values: ['1'] }] })],
    messages: [
      'NodePool gpus: spec.template.spec.requirements[0].key: got "nvidia.com/gpu"; expected the provider\'s label, such as karpenter.k8s.aws/instance-gpu-count; require the GPU by its label: { key: karpenter.k8s.aws/instance-gpu-count, operator: In, values: ["1"] }',
    ],
  },
  {
    rule: 'gpu-pool-without-limits',
    bad: [nodePool({ limits: { cpu: 100 } }), named('no-static', nodePool({ replicas: null }))],
    good: [nodePool({ limits: { [GPU]: 20 } }), nodePool({ replicas: 2 })],
    messages: ['gpus', 'no-static'].map((name) =>
      `NodePool ${name}: spec.limits["nvidia.com/gpu"]: got nothing; expected the most GPUs that you want to pay for; set limits: { nvidia.com/gpu: 20 }`),
  },
  {
    rule: 'untainted-gpu-pool',
    bad: [nodePool({}, { taints: [] })],
    good: [nodePool()],
    messages: [
      'NodePool gpus: spec.template.spec.taints: got []; expected a taint that only GPU workloads tolerate; set taints: [{ key: nvidia.com/gpu, value: present, effect: NoSchedule }]',
    ],
  },
  {
    rule: 'startup-taint-stays',
    bad: [nodePool({}, { startupTaints: [{ key: 'cache', effect: 'NoSchedule' }, { key: 'node.cilium.io/agent-not-ready', effect: 'NoExecute' }] }), workload(TOLERATES, {}, 'DaemonSet')],
    good: [
      nodePool({}, { startupTaints: [{ key: 'cache', effect: 'NoSchedule' }] }),
      workload({ tolerations: [{ key: 'cache', operator: 'Exists', effect: 'NoSchedule' }] }, {}, 'DaemonSet'),
    ],
    messages: [
      'NodePool gpus: spec.template.spec.startupTaints[0].key: got "cache"; expected one that a DaemonSet tolerates, which removes it; let the DaemonSet tolerate it, or remove the taint',
    ],
  },
  {
    rule: 'taint-value-exists',
    bad: [nodePool({}, { taints: [{ key: GPU, value: 'Exists', effect: 'NoSchedule' }] })],
    good: [nodePool()],
    messages: [
      'NodePool gpus: spec.template.spec.taints[0].value: got "Exists"; expected a value such as present; write value: present, and tolerate it with operator: Exists',
    ],
  },
  {
    rule: 'gpu-pool-moves-workers',
    bad: [nodePool()],
    good: [nodePool({ disruption: { budgets: [{ nodes: '0', reasons: ['Underutilized'] }] } })],
    messages: [
      'NodePool gpus: spec.disruption.consolidationPolicy: got nothing; expected WhenEmpty, for pods that hold a model; set consolidationPolicy: WhenEmpty, or a budget { nodes: "0", reasons: [Underutilized] }',
    ],
  },
  {
    rule: 'consolidate-after-below-grace',
    bad: [workload({ terminationGracePeriodSeconds: 301, ...TOLERATES }), nodePool({ disruption: { consolidateAfter: '5m' } })],
    good: [workload({ terminationGracePeriodSeconds: 300, ...TOLERATES }), nodePool({ disruption: { consolidateAfter: '5m' } })],
    messages: [
      'NodePool gpus: spec.disruption.consolidateAfter: got "5m"; expected at least 301s, the grace period of Deployment worker; lengthen it: worker grace and the time that a node should wait for the next worker',
    ],
  },
  {
    rule: 'node-grace-below-worker',
    bad: [workload({ terminationGracePeriodSeconds: 51, ...TOLERATES }), nodePool({}, { terminationGracePeriod: '1m' })],
    good: [workload({ terminationGracePeriodSeconds: 50, ...TOLERATES }), nodePool({}, { terminationGracePeriod: '1m' })],
    messages: [
      'NodePool gpus: spec.template.spec.terminationGracePeriod: got "1m"; expected at least 61s, 10 more than the grace period of Deployment worker; lengthen it, or leave it out',
    ],
  },
  {
    rule: 'expiry-without-node-grace',
    bad: [nodePool({}, { expireAfter: '336h' })],
    good: [nodePool({}, { expireAfter: 'Never' }), nodePool({}, { expireAfter: '336h', terminationGracePeriod: '1h' })],
    messages: [
      'NodePool gpus: spec.template.spec.expireAfter: got "336h"; expected Never, or a terminationGracePeriod beside it (the default is 720h); set expireAfter: Never for a pool that returns to zero, or a terminationGracePeriod above the longest drain',
    ],
  },
  {
    rule: 'capacity-type-omitted',
    bad: [nodePool()],
    good: [nodePool({}, { requirements: [{ key: 'karpenter.sh/capacity-type', operator: 'In', values: ['spot'] }] })],
    messages: [
      'NodePool gpus: spec.template.spec.requirements: got none on karpenter.sh/capacity-type; expected a requirement on karpenter.sh/capacity-type; add { key: karpenter.sh/capacity-type, operator: In, values: [on-demand] }',
    ],
  },
  {
    rule: 'several-gpu-counts',
    bad: [
      nodePool({}, { requirements: [{ key: 'node.kubernetes.io/instance-type', operator: 'In', values: ['g5.xlarge', 'g5.12xlarge'] }] }),
      named('auto-mode', nodePool({}, {
        nodeClassRef: { group: 'eks.amazonaws.com', kind: 'NodeClass', name: 'gpus' }, requirements: [{ key: 'eks.amazonaws.com/instance-family', operator: 'In', values: ['g6e'] }],
      })),
    ],
    good: [
      nodePool({}, { requirements: [{ key: 'node.kubernetes.io/instance-type', operator: 'In', values: ['g5.xlarge', 'g5.2xlarge'] }] }),
      nodePool({}, { requirements: [{ key: 'eks.amazonaws.com/instance-family', operator: 'In', values: ['g6e'] }, { key: 'eks.amazonaws.com/instance-gpu-count', operator: 'Lt', values: ['2'] }] }),
    ],
    messages: [
      'NodePool gpus: spec.template.spec.requirements: got machines with 1, 4 GPUs; expected machines with one number of GPUs; require one number of GPUs, { key: karpenter.k8s.aws/instance-gpu-count, operator: In, values: ["1"] } on AWS, and make a pool for each',
      'NodePool auto-mode: spec.template.spec.requirements: got machines with 1, 4, 8 GPUs; expected machines with one number of GPUs; require one number of GPUs, { key: eks.amazonaws.com/instance-gpu-count, operator: In, values: ["1"] } on AWS, and make a pool for each',
    ],
  },
  {
    rule: 'zero-budget-without-reasons',
    bad: [nodePool({ disruption: { budgets: [{ nodes: '0' }] } })],
    good: [nodePool({ disruption: { budgets: [{ nodes: '0', reasons: ['Drifted'] }, { nodes: '0', schedule: '0 8 * * mon-fri', duration: '10h' }] } })],
    messages: [
      'NodePool gpus: spec.disruption.budgets[0].reasons: got nothing; expected the reasons that it is meant for; set reasons: [Underutilized] or [Underutilized, Drifted]',
    ],
  },
  {
    rule: 'spot-only-workers',
    bad: [
      workload(TOLERATES), scaledObject(), nodePool({}, { requirements: [...SPOT, ...GPUS] }),
      named('for-jobs', nodePool({}, { requirements: [...SPOT, ...GPUS], taints: [{ key: 'jobs', effect: 'NoSchedule' }] })),
      withPod(scaledJob(), { tolerations: [{ key: 'jobs', operator: 'Exists' }] }),
    ],
    good: [workload(TOLERATES), scaledObject(), nodePool({}, { requirements: [...SPOT, ...GPUS] }), named('on-demand', nodePool())],
    messages: [
      'NodePool gpus: spec.template.spec.requirements[0].values: got ["spot"]; expected on-demand too, or another pool with it; add on-demand to the values, or a pool of lower weight that has it',
      'NodePool for-jobs: spec.template.spec.requirements[0].values: got ["spot"]; expected on-demand too, or another pool with it; add on-demand to the values, or a pool of lower weight that has it',
    ],
  },
  {
    rule: 'static-pool-without-spare',
    bad: [nodePool({ replicas: 2, limits: { nodes: 2 } })],
    good: [nodePool({ replicas: 2, limits: { nodes: 3 } })],
    messages: [
      'NodePool gpus: spec.limits.nodes: got 2; expected more than replicas; raise it by the nodes that may be replaced at a time, or leave it out',
    ],
  },
  {
    rule: 'default-disruption-budget',
    bad: [nodePool({ disruption: { consolidationPolicy: 'WhenEmpty' } }), named('bare', nodePool())],
    good: [nodePool({ disruption: { budgets: [{ nodes: '100%', reasons: ['Empty'] }] } }), nodePool({ replicas: 2 }), nodePool({}, { requirements: [], taints: [] })],
    messages: ['gpus', 'bare'].map((name) =>
      `NodePool ${name}: spec.disruption.budgets: got nothing; expected one that lets empty nodes go; set budgets: [{ nodes: "100%", reasons: [Empty] }, { nodes: "1", reasons: [Drifted, Underutilized] }]`),
  },
  {
    rule: 'budget-schedule-refused',
    bad: [nodePool({
      disruption: {
        budgets: [
          { nodes: '0', schedule: '30 10 * * 1-7', duration: '22h' }, { nodes: '0', schedule: '0 9 * * mon-fri' }, { nodes: '0', duration: '8h' },
          { nodes: '0', schedule: 'TZ=Europe/Berlin 0 9 * * *', duration: '8h' },
        ],
      },
    })],
    good: [nodePool({ disruption: { budgets: [{ nodes: '0', schedule: '0 9 * * mon-fri', duration: '8h' }, { nodes: '1', schedule: '@daily', duration: '1h' }, { nodes: '10%' }] } })],
    messages: [
      'NodePool gpus: spec.disruption.budgets[0].schedule: got "30 10 * * 1-7"; expected a cron expression of five fields, in UTC, with 0 to 6 for Sunday to Saturday and no range backwards; correct it: saturday and sunday are 0,6',
      'NodePool gpus: spec.disruption.budgets[1].duration: got nothing; expected schedule and duration, or neither; add how long it holds, such as 8h',
      'NodePool gpus: spec.disruption.budgets[2].schedule: got nothing; expected schedule and duration, or neither; add when it begins, such as "0 9 * * mon-fri"',
      'NodePool gpus: spec.disruption.budgets[3].schedule: got "TZ=Europe/Berlin 0 9 * * *"; expected a cron expression of five fields, in UTC, with 0 to 6 for Sunday to Saturday and no range backwards; correct it: saturday and sunday are 0,6',
    ],
  },
  {
    rule: 'budget-by-the-clock-only',
    bad: [nodePool({ disruption: { budgets: [{ nodes: '35%', schedule: '0 1 * * 1', duration: '4h' }, { nodes: '35%', reasons: ['Empty'] }] } })],
    good: [
      nodePool({ disruption: { budgets: [{ nodes: '35%', schedule: '0 1 * * 1', duration: '4h' }, { nodes: '35%' }] } }),
      named('turns', nodePool({ disruption: { budgets: [{ nodes: '50%', schedule: '0 6 * * *', duration: '20h' }, { nodes: '1', schedule: '0 2 * * *', duration: '4h' }] } })),
      named('closed', nodePool({ disruption: { budgets: [{ nodes: '0', schedule: '0 9 * * 1-5', duration: '8h' }] } })),
      named('other', nodePool({ disruption: { budgets: [{ nodes: '1', reasons: ['Drifted'], schedule: '0 1 * * 1', duration: '4h' }, { nodes: '0', reasons: ['Drifted'] }] } })),
    ],
    messages: [
      'NodePool gpus: spec.disruption.budgets[0].schedule: got "0 1 * * 1"; expected another budget without a schedule, for the rest of the time; add { nodes: "0" } with the same reasons for the hours in which nothing may be disrupted',
    ],
  },
  {
    rule: 'duplicate-taints',
    bad: [nodePool({}, {
      taints: [{ key: GPU, value: 'present', effect: 'NoSchedule' }, { key: GPU, value: 'true', effect: 'NoSchedule' }],
      startupTaints: [{ key: GPU, effect: 'NoSchedule' }],
    })],
    good: [nodePool({}, {
      taints: [{ key: GPU, value: 'present', effect: 'NoSchedule' }, { key: GPU, value: 'present', effect: 'NoExecute' }],
      startupTaints: [{ key: 'models', effect: 'NoSchedule' }],
    })],
    messages: [
      'NodePool gpus: spec.template.spec.taints[1]: got {"key":"nvidia.com/gpu","value":"true","effect":"NoSchedule"}; expected one taint nvidia.com/gpu:NoSchedule; remove this one, or give it another key or effect',
      'NodePool gpus: spec.template.spec.startupTaints[0]: got {"key":"nvidia.com/gpu","effect":"NoSchedule"}; expected one taint nvidia.com/gpu:NoSchedule; remove this one, or give it another key or effect',
    ],
  },
  {
    rule: 'unknown-requirement',
    bad: [nodePool({}, {
      requirements: ['node.kubernetes.io/instance-family', 'karpenter.k8s.aws/instance-gpu-cout', 'eks.amazonaws.com/capacityType', 'karpenter.azure.com/sku-gpu-count']
        .map((key) => ({ key, operator: 'Exists' })),
    })],
    good: [nodePool({}, {
      requirements: [
        'karpenter.k8s.aws/instance-gpu-count', 'karpenter.sh/capacity-type', 'beta.kubernetes.io/arch', 'topology.k8s.aws/zone-id', 'eks.amazonaws.com/nodegroup', 'example.com/capacity-type',
        // Told by requirement-refused.
        'node.kubernetes.io/lifecycle', 'team', 'karpenter.sh/capacityType',
      ].map((key) => ({ key, operator: 'Exists' })),
    })],
    messages: [
      'NodePool gpus: spec.template.spec.requirements[0].key: got "node.kubernetes.io/instance-family"; expected karpenter.k8s.aws/instance-family; write karpenter.k8s.aws/instance-family',
      'NodePool gpus: spec.template.spec.requirements[1].key: got "karpenter.k8s.aws/instance-gpu-cout"; expected karpenter.k8s.aws/instance-gpu-count; write karpenter.k8s.aws/instance-gpu-count',
      'NodePool gpus: spec.template.spec.requirements[2].key: got "eks.amazonaws.com/capacityType"; expected karpenter.sh/capacity-type; write karpenter.sh/capacity-type',
      'NodePool gpus: spec.template.spec.requirements[3].key: got "karpenter.azure.com/sku-gpu-count"; expected a label of the machines of karpenter.k8s.aws; correct it, or remove it',
    ],
  },
  {
    rule: 'gpu-memory-just-missed',
    bad: [nodePool({}, { requirements: [...GPUS, { key: 'karpenter.k8s.aws/instance-gpu-memory', operator: 'Gte', values: ['24000'] }] })],
    good: [
      nodePool({}, { requirements: [...GPUS, { key: 'karpenter.k8s.aws/instance-gpu-memory', operator: 'Gte', values: ['22000'] }] }),
      nodePool({}, { requirements: [...GPUS, { key: 'karpenter.k8s.aws/instance-gpu-memory', operator: 'Gt', values: ['16384'] }] }),
      nodePool({}, { requirements: [{ key: 'karpenter.k8s.aws/instance-gpu-name', operator: 'In', values: ['h100'] }, { key: 'karpenter.k8s.aws/instance-gpu-memory', operator: 'Gte', values: ['24000'] }] }),
    ],
    messages: [
      'NodePool gpus: spec.template.spec.requirements[1].values[0]: got 24000; expected 22888, what the label of an a10g says, or less; lower it below that, or name the GPUs with karpenter.k8s.aws/instance-gpu-name',
    ],
  },
  // ---------------------------------------------------------------- node classes
  {
    rule: 'ami-not-pinned',
    bad: [nodePool(), nodeClass({ amiSelectorTerms: [{ alias: 'al2023@latest' }] })],
    good: [nodePool(), nodeClass({ amiSelectorTerms: [{ alias: 'al2023@v20260715' }] })],
    messages: [
      'EC2NodeClass gpus: spec.amiSelectorTerms[0].alias: got "al2023@latest"; expected a pinned version such as bottlerocket@v1.63.0; pin it, and move it when you have tried the new one',
    ],
  },
  {
    rule: 'node-disk-too-small',
    bad: [
      nodePool(), nodeClass({}), nodeClass({ blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs: { volumeSize: '20Gi' } }] }),
      nodeClass({ amiSelectorTerms: [{ alias: 'bottlerocket@v1.50.0' }], blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs: { volumeSize: '200Gi' } }] }),
    ],
    good: [
      nodePool(), nodeClass({ blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs: { volumeSize: '200Gi' } }] }),
      nodeClass({ blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs: { snapshotID: 'snap-1' } }] }), nodeClass({ instanceStorePolicy: 'RAID0' }),
      nodeClass({
        amiFamily: 'Bottlerocket', blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs: { volumeSize: '4Gi' } }, { deviceName: '/dev/xvdb', ebs: { volumeSize: '200Gi' } }],
      }),
    ],
    messages: [
      'EC2NodeClass gpus: spec.blockDeviceMappings: got nothing; expected a volume of at least twice the image, plus the model; add a gp3 volume of 200Gi with 600 MiB/s, or instanceStorePolicy: RAID0',
      'EC2NodeClass gpus: spec.blockDeviceMappings: got [{"deviceName":"/dev/xvda","ebs":{"volumeSize":"20Gi"}}]; expected a volume of at least twice the image, plus the model; add a gp3 volume of 200Gi with 600 MiB/s, or instanceStorePolicy: RAID0',
      'EC2NodeClass gpus: spec.blockDeviceMappings: got [{"deviceName":"/dev/xvda","ebs":{"volumeSize":"200Gi"}}]; expected a volume /dev/xvdb, where Bottlerocket keeps images, of at least twice the image, plus the model; add a gp3 volume of 200Gi with 600 MiB/s, or instanceStorePolicy: RAID0',
    ],
  },
  {
    rule: 'raid0-hides-snapshot',
    bad: [nodeClass({ instanceStorePolicy: 'RAID0', blockDeviceMappings: [{ ebs: { snapshotID: 'snap-1' } }] })],
    good: [
      nodeClass({ blockDeviceMappings: [{ ebs: { snapshotID: 'snap-1' } }] }),
      nodeClass({ instanceStorePolicy: 'RAID0', blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs: { snapshotID: 'snap-1' } }, { rootVolume: true, ebs: { snapshotID: 'snap-2' } }] }),
    ],
    messages: [
      'EC2NodeClass gpus: spec.blockDeviceMappings[0].ebs.snapshotID: got "snap-1"; expected none beside instanceStorePolicy: RAID0; remove one of the two',
    ],
  },
  // ---------------------------------------------------------------- pods
  {
    rule: 'gpu-pod-does-not-fit-pool',
    bad: [workload({ nodeSelector: { 'karpenter.sh/nodepool': 'gpus' } }), nodePool()],
    good: [workload({ nodeSelector: { 'karpenter.sh/nodepool': 'gpus' }, ...TOLERATES }), nodePool()],
    messages: [
      'Deployment ml/worker: spec.template.spec.tolerations: got nothing; expected a toleration of nvidia.com/gpu=present:NoSchedule, the taint of the NodePool gpus; add { key: nvidia.com/gpu, operator: Exists, effect: NoSchedule }',
    ],
  },
  {
    rule: 'gpu-pod-without-pool',
    bad: [workload({ nodeSelector: { pool: 'others' }, ...TOLERATES }), nodePool()],
    good: [workload({ nodeSelector: { pool: 'gpus' }, ...TOLERATES }), nodePool()],
    messages: [
      'Deployment ml/worker: spec.template.spec.nodeSelector.pool: got "others"; expected gpus, which the NodePool gpus offers; correct it, or add pool to the pool\'s template.metadata.labels',
    ],
  },
  {
    rule: 'gpu-request-differs-from-limit',
    bad: [workload({ containers: [{ name: 'worker', resources: { requests: { [GPU]: 1 }, limits: { [GPU]: 2 } } }, { name: 'second', resources: { requests: { [GPU]: 1 } } }] })],
    good: [workload()],
    messages: [
      'Deployment ml/worker: spec.template.spec.containers[0].resources.limits["nvidia.com/gpu"]: got 2; expected 1, the request; write the same number under requests and limits',
      'Deployment ml/worker: spec.template.spec.containers[1].resources.limits["nvidia.com/gpu"]: got nothing; expected 1, the request; write the same number under requests and limits',
    ],
  },
  {
    rule: 'daemon-set-asks-for-gpu',
    bad: [workload({}, {}, 'DaemonSet')],
    good: [workload({ containers: [{ name: 'cache' }] }, {}, 'DaemonSet')],
    messages: [
      'DaemonSet ml/worker: spec.template.spec: got a DaemonSet with a GPU request; expected no GPU; remove the GPU from its resources; a pod sees the GPUs with the NVIDIA runtime class and NVIDIA_VISIBLE_DEVICES',
    ],
  },
  {
    rule: 'disruption-budget-blocks-drain',
    bad: [workload(), budget({ maxUnavailable: 0 })],
    good: [workload(), budget({ maxUnavailable: 1 })],
    messages: [
      'PodDisruptionBudget ml/worker: spec.maxUnavailable: got 0; expected at least 1; set maxUnavailable: 1; a worker needs its grace period, not a budget',
    ],
  },
  {
    rule: 'disruption-budget-over-jobs',
    bad: [labelled(scaledJob()), budget({ maxUnavailable: 1 }), named('share', budget({ minAvailable: '50%' }))],
    good: [labelled(scaledJob()), budget({ maxUnavailable: 0 }), named('whole', budget({ minAvailable: 1 })), named('others', budget({ maxUnavailable: 1, selector: { matchLabels: { app: 'web' } } }))],
    messages: [
      'PodDisruptionBudget ml/worker: spec.maxUnavailable: got 1; expected none, because the budget selects the pods of ScaledJob job; let the selector leave the Jobs out; what keeps their pods is the annotation karpenter.sh/do-not-disrupt',
      'PodDisruptionBudget ml/share: spec.minAvailable: got "50%"; expected a whole number, because the budget selects the pods of ScaledJob job; let the selector leave the Jobs out; what keeps their pods is the annotation karpenter.sh/do-not-disrupt',
    ],
  },
  {
    rule: 'do-not-disrupt-out-of-reach',
    bad: [annotated(scaledJob(), { 'karpenter.sh/do-not-disrupt': 'true' }), annotated(workload(), { 'karpenter.sh/do-not-disrupt': 'true' })],
    good: [annotated(scaledJob({}, { 'karpenter.sh/do-not-disrupt': 'true' }), { 'karpenter.sh/do-not-disrupt': 'true' }), workload()],
    messages: [
      'ScaledJob ml/job: metadata.annotations["karpenter.sh/do-not-disrupt"]: got "true"; expected none here, but one among the annotations of the pod template; move it to spec.jobTargetRef.template.metadata.annotations',
      'Deployment ml/worker: metadata.annotations["karpenter.sh/do-not-disrupt"]: got "true"; expected none here, but one among the annotations of the pod template; move it to spec.template.metadata.annotations',
    ],
  },
  {
    rule: 'worker-not-drained',
    bad: [workload({ tolerations: [{ operator: 'Exists' }] }), nodePool()],
    good: [workload(TOLERATES), named('plugin', workload({ tolerations: [{ operator: 'Exists' }] }, {}, 'DaemonSet')), nodePool()],
    messages: [
      'Deployment ml/worker: spec.template.spec.tolerations: got [{"operator":"Exists"}]; expected tolerations of the taints that the pool has; name the keys, such as { key: nvidia.com/gpu, operator: Exists, effect: NoSchedule }',
    ],
  },
  {
    rule: 'liveness-before-model',
    bad: [workload({ containers: [{ name: 'worker', resources: ONE_GPU, livenessProbe: { initialDelaySeconds: 60 } }] }), scaledObject()],
    good: [
      workload({ containers: [{ name: 'worker', resources: ONE_GPU, livenessProbe: { initialDelaySeconds: 60 }, startupProbe: { failureThreshold: 60 } }] }), scaledObject(),
      named('patient', workload({ containers: [{ name: 'worker', resources: ONE_GPU, livenessProbe: { initialDelaySeconds: 90 } }] })), named('patient', scaledObject({ scaleTargetRef: { name: 'patient' } })),
    ],
    messages: [
      'Deployment ml/worker: spec.template.spec.containers[0].startupProbe: got nothing; expected one that waits for the model; the livenessProbe gives up after 90 s; add a startupProbe of the same kind with periodSeconds: 10 and failureThreshold: 60',
    ],
  },
  {
    rule: 'slice-without-overlay',
    bad: [workload({ containers: [{ name: 'worker', resources: { limits: { 'nvidia.com/mig-1g.10gb': 1 } } }], ...TOLERATES }), nodePool()],
    good: [
      workload({ containers: [{ name: 'worker', resources: { limits: { 'nvidia.com/mig-1g.10gb': 1 } } }], ...TOLERATES }), named('whole', workload(TOLERATES)), nodePool(),
      { apiVersion: 'karpenter.sh/v1alpha1', kind: 'NodeOverlay', metadata: { name: 'slices' }, spec: { capacity: { 'nvidia.com/mig-1g.10gb': 7 } } },
    ],
    messages: [
      'Deployment ml/worker: spec.template.spec.containers[0].resources.limits["nvidia.com/mig-1g.10gb"]: got 1; expected a resource that a NodeOverlay gives to machines, or nvidia.com/gpu; add a NodeOverlay with capacity: { nvidia.com/mig-1g.10gb: N }, which wants Karpenter\'s gate NodeOverlay',
    ],
  },
  // ---------------------------------------------------------------- warm capacity
  {
    rule: 'buffer-reserves-no-gpu',
    bad: [object('autoscaling.x-k8s.io/v1beta1', 'CapacityBuffer', 'warm', { podTemplateRef: { name: 'warm' } }), podTemplate({ limits: { [GPU]: 1 } })],
    good: [object('autoscaling.x-k8s.io/v1beta1', 'CapacityBuffer', 'warm', { podTemplateRef: { name: 'warm' } }), podTemplate(ONE_GPU)],
    messages: [
      'PodTemplate ml/warm: template.spec.containers[0].resources.requests["nvidia.com/gpu"]: got nothing; expected 1, the limit; write the GPU under requests too',
    ],
  },
  {
    rule: 'buffer-size-ambiguous',
    bad: [buffer({ replicas: 1, percentage: 10 })],
    good: [buffer({ replicas: 1 })],
    messages: [
      'CapacityBuffer ml/warm: spec.percentage: got 10; expected none beside replicas; remove percentage',
    ],
  },
  {
    rule: 'placeholder-priority',
    bad: [PLACEHOLDER, priorityClass(-11)],
    good: [PLACEHOLDER, priorityClass(-10)],
    messages: [
      'PriorityClass placeholder: value: got -11; expected -10; set value: -10',
    ],
  },
  {
    rule: 'placeholder-preempts',
    bad: [PLACEHOLDER, priorityClass(-10)],
    good: [PLACEHOLDER, priorityClass(-10, { preemptionPolicy: 'Never' })],
    messages: [
      'PriorityClass placeholder: preemptionPolicy: got nothing; expected Never; set preemptionPolicy: Never',
    ],
  },
  {
    rule: 'placeholder-ends-slowly',
    bad: [workload({ priorityClassName: 'placeholder' }), priorityClass(-10)],
    good: [PLACEHOLDER, priorityClass(-10)],
    messages: [
      'Deployment ml/worker: spec.template.spec.terminationGracePeriodSeconds: got nothing; expected 0; set terminationGracePeriodSeconds: 0',
    ],
  },
  {
    rule: 'worker-below-placeholder',
    bad: [
      workload({ priorityClassName: 'placeholder', ...TOLERATES }), scaledObject(), PLACEHOLDER, priorityClass(-10), nodePool(),
      withPod(scaledJob({ triggers: [trigger('redis')] }), { priorityClassName: 'placeholder', ...TOLERATES }),
    ],
    good: [workload(TOLERATES), scaledObject(), PLACEHOLDER, priorityClass(-10), nodePool()],
    messages: [
      'Deployment ml/worker: spec.template.spec.priorityClassName: got "placeholder"; expected a priority above -10, that of the PriorityClass placeholder; leave it out, for 0, or take a higher class',
      'ScaledJob ml/job: spec.jobTargetRef.template.spec.priorityClassName: got "placeholder"; expected a priority above -10, that of the PriorityClass placeholder; leave it out, for 0, or take a higher class',
    ],
  },
  // ---------------------------------------------------------------- what KEDA and the API server refuse
  {
    rule: 'unquoted-metadata',
    bad: [
      { ...scaledObject(), spec: { scaleTargetRef: { name: 'worker' }, triggers: [{ type: 'kafka', metadata: { lagThreshold: 5, allowIdleConsumers: false } }] } },
      scaledJob({ triggers: [{ type: 'aws-sqs-queue', metadata: { queueLength: 1 } }] }),
    ],
    good: [scaledObject({ triggers: [trigger('kafka', { lagThreshold: '5', allowIdleConsumers: 'false' })] })],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].metadata.lagThreshold: got 5; expected the text "5"; put it in quotes',
      'ScaledObject ml/worker: spec.triggers[0].metadata.allowIdleConsumers: got false; expected the text "false"; put it in quotes',
      'ScaledJob ml/job: spec.triggers[0].metadata.queueLength: got 1; expected the text "1"; put it in quotes',
    ],
  },
  {
    rule: 'metric-type-utilization',
    bad: [scaledObject({ triggers: [trigger('kafka', {}, { metricType: 'Utilization' })] })],
    good: [scaledObject({ triggers: [trigger('cpu', {}, { metricType: 'Utilization' }), trigger('kafka', {}, { metricType: 'AverageValue' })] })],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].metricType: got "Utilization"; expected AverageValue on a kafka trigger; remove it: AverageValue is the default',
    ],
  },
  {
    rule: 'formula-without-target',
    bad: [scaledObject({ advanced: { scalingModifiers: { formula: 'a + b' } } }), scaledObject({ advanced: { scalingModifiers: { formula: 'a + b', target: '0' } } })],
    good: [scaledObject({ advanced: { scalingModifiers: { formula: 'a + b', target: '0.5' } } }), scaledObject({ advanced: {} })],
    messages: [
      'ScaledObject ml/worker: spec.advanced.scalingModifiers.target: got nothing; expected a number above 0, because there is a formula; set target: "1" if the formula gives replicas',
      'ScaledObject ml/worker: spec.advanced.scalingModifiers.target: got "0"; expected a number above 0, because there is a formula; set target: "1" if the formula gives replicas',
    ],
  },
  {
    rule: 'resource-trigger-without-request',
    bad: [workload({ containers: [{ name: 'web' }, { name: 'sidecar', resources: { limits: { cpu: 1 } } }] }), scaledObject({ triggers: [trigger('cpu')] })],
    good: [
      workload({ containers: [{ name: 'web', resources: { requests: { memory: '1Gi' } } }] }), scaledObject({ triggers: [trigger('memory')] }),
      named('whole', workload({ containers: [{ name: 'web' }], resources: { requests: { cpu: 1 } } })), scaledObject({ scaleTargetRef: { name: 'whole' }, triggers: [trigger('cpu')] }),
      named('one', workload({ containers: [{ name: 'web', resources: { limits: { cpu: 1 } } }, { name: 'sidecar' }] })),
      scaledObject({ scaleTargetRef: { name: 'one' }, triggers: [trigger('cpu', { containerName: 'web' })] }),
      { ...object('v1', 'LimitRange', 'defaults', {}), metadata: { name: 'defaults', namespace: 'web' } },
      { ...named('web', workload({ containers: [{ name: 'web' }] })), metadata: { name: 'web', namespace: 'web' } },
      { ...scaledObject({ scaleTargetRef: { name: 'web' }, triggers: [trigger('cpu')] }), metadata: { name: 'web', namespace: 'web' } },
    ],
    messages: [
      'Deployment ml/worker: spec.template.spec.containers[0].resources.requests.cpu: got nothing; expected an amount, because a cpu trigger scales it; request what the container needs of cpu',
    ],
  },
  {
    rule: 'authentication-out-of-reach',
    bad: [
      { ...credentials('caCert'), metadata: { name: 'tls', namespace: 'keda' } },
      { apiVersion: 'keda.sh/v1alpha1', kind: 'ClusterTriggerAuthentication', metadata: { name: 'shared' }, spec: {} },
      scaledObject({ triggers: [trigger('kafka', {}, { authenticationRef: { name: 'tls' } }), trigger('kafka', {}, { authenticationRef: { name: 'shared' } })] }),
      scaledJob({ triggers: [trigger('kafka', {}, { authenticationRef: { name: 'tls', kind: 'ClusterTriggerAuthentication' } })] }),
    ],
    good: [
      credentials('caCert'),
      { apiVersion: 'keda.sh/v1alpha1', kind: 'ClusterTriggerAuthentication', metadata: { name: 'shared' }, spec: {} },
      scaledObject({
        triggers: [
          trigger('kafka', {}, { authenticationRef: { name: 'tls' } }),
          trigger('kafka', {}, { authenticationRef: { name: 'shared', kind: 'ClusterTriggerAuthentication' } }),
          trigger('kafka', {}, { authenticationRef: { name: 'somewhere-else' } }),
        ],
      }),
      { ...scaledObject({ triggers: [trigger('kafka', {}, { authenticationRef: { name: 'tls' } })] }), metadata: { name: 'of-no-namespace' } },
      { ...credentials('caCert'), metadata: { name: 'of-no-namespace' } },
      scaledObject({ triggers: [trigger('kafka', {}, { authenticationRef: { name: 'of-no-namespace' } })] }),
    ],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].authenticationRef.name: got "tls"; expected a TriggerAuthentication in ml; tls is in keda; move it, or make it a ClusterTriggerAuthentication',
      'ScaledObject ml/worker: spec.triggers[1].authenticationRef.kind: got nothing; expected ClusterTriggerAuthentication, the kind of shared; set kind: ClusterTriggerAuthentication',
      'ScaledJob ml/job: spec.triggers[0].authenticationRef.kind: got "ClusterTriggerAuthentication"; expected TriggerAuthentication, the kind of tls; remove the kind, or make tls a ClusterTriggerAuthentication',
    ],
  },
  {
    rule: 'target-without-scale',
    bad: [scaledObject({ scaleTargetRef: { kind: 'DaemonSet', name: 'worker' } }), scaledObject({ scaleTargetRef: { kind: 'NodePool', name: 'gpus' } })],
    good: [scaledObject(), scaledObject({ scaleTargetRef: { apiVersion: 'leaderworkerset.x-k8s.io/v1', kind: 'LeaderWorkerSet', name: 'worker' } })],
    messages: [
      'ScaledObject ml/worker: spec.scaleTargetRef.kind: got "DaemonSet"; expected a kind with replicas, such as Deployment or StatefulSet; scale a Deployment, or make Jobs with a ScaledJob',
      'ScaledObject ml/worker: spec.scaleTargetRef.kind: got "NodePool"; expected a kind with replicas, such as Deployment or StatefulSet; scale the pods: Karpenter brings the nodes for them',
    ],
  },
  {
    rule: 'environment-not-found',
    bad: [
      workload({ containers: [{ name: 'proxy' }, { name: 'worker', env: [{ name: 'RABBIT', value: 'amqp://rabbit.ml' }] }] }),
      scaledObject({ triggers: [trigger('rabbitmq', { hostFromEnv: 'RABBIT' })] }),
      scaledObject({ scaleTargetRef: { name: 'worker', envSourceContainerName: 'worker' }, triggers: [trigger('rabbitmq', { hostFromEnv: 'RABIT' })] }),
    ],
    good: [
      workload({ containers: [{ name: 'proxy' }, { name: 'worker', env: [{ name: 'RABBIT', value: 'amqp://rabbit.ml' }] }] }),
      scaledObject({ scaleTargetRef: { name: 'worker', envSourceContainerName: 'worker' }, triggers: [trigger('rabbitmq', { hostFromEnv: 'RABBIT', passwordFromEnv: '' })] }),
      named('other', workload({ containers: [{ name: 'worker', envFrom: [{ secretRef: { name: 'rabbit' } }] }] })),
      scaledObject({ scaleTargetRef: { name: 'other' }, triggers: [trigger('rabbitmq', { hostFromEnv: 'RABBIT' })] }),
      scaledObject({ scaleTargetRef: { name: 'not-among-them' }, triggers: [trigger('rabbitmq', { hostFromEnv: 'RABBIT' })] }),
    ],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].metadata.hostFromEnv: got "RABBIT"; expected a variable of the container proxy (it has none); correct the name, or name the container with envSourceContainerName',
      'ScaledObject ml/worker: spec.triggers[0].metadata.hostFromEnv: got "RABIT"; expected a variable of the container worker (RABBIT); correct the name, or name the container with envSourceContainerName',
    ],
  },
  {
    rule: 'hpa-behavior-refused',
    bad: [scaledObject(withBehavior({
      scaleUp: { policies: [{ type: 'Pods', value: 0, periodSeconds: 15 }] },
      scaleDown: { stabilizationWindowSeconds: 18_000, policies: [{ type: 'Pods', value: 1, periodSeconds: 3600 }] },
    }))],
    good: [scaledObject(withBehavior({ scaleUp: { selectPolicy: 'Disabled' }, scaleDown: { stabilizationWindowSeconds: 3600, policies: [{ type: 'Pods', value: 1, periodSeconds: 1800 }] } }))],
    messages: [
      'ScaledObject ml/worker: spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleUp.policies[0].value: got 0; expected at least 1; raise it, or set selectPolicy: Disabled',
      'ScaledObject ml/worker: spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds: got 18000; expected 0 to 3600; shorten it',
      'ScaledObject ml/worker: spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.policies[0].periodSeconds: got 3600; expected 1 to 1800; shorten it, and lower the value with it',
    ],
  },
  {
    rule: 'unknown-trigger-parameter',
    bad: [
      scaledObject({ triggers: [trigger('prometheus', { ...VLLM, treshold: '5' }), trigger('redis-stream')] }),
      scaledJob({ triggers: [trigger('rabbitmq', { vHostName: '/', elephant: 'yes' })] }),
    ],
    good: [
      scaledObject({ triggers: [trigger('prometheus', { ...VLLM, threshold: '5' }), trigger('external', { scalerAddress: 'scaler.ml.svc:9090', anything: 'goes' })] }),
      scaledJob({ triggers: [trigger('rabbitmq', { hostFromEnv: 'RABBIT' }), trigger('azure-queue', { cloud: 'Private' }), trigger('datadog', { type: 'global' })] }),
    ],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].metadata.treshold: got "5"; expected a parameter of the prometheus trigger, such as threshold; correct the name, or remove it',
      'ScaledObject ml/worker: spec.triggers[1].type: got "redis-stream"; expected a trigger of KEDA, such as redis-streams; correct it, or remove the trigger',
      'ScaledJob ml/job: spec.triggers[0].metadata.vHostName: got "/"; expected a parameter of the rabbitmq trigger, such as vhostName; correct the name, or remove it',
      'ScaledJob ml/job: spec.triggers[0].metadata.elephant: got "yes"; expected a parameter of the rabbitmq trigger; correct the name, or remove it',
    ],
  },
  {
    rule: 'trigger-parameter-missing',
    bad: [scaledObject({ triggers: [trigger('prometheus', { query: 'sum(jobs)', threshold: '5' })] })],
    good: [
      scaledObject({ triggers: [trigger('prometheus', { ...VLLM, threshold: '5' }), trigger('kafka', { bootstrapServersFromEnv: 'KAFKA', consumerGroupFromEnv: 'GROUP' })] }),
      scaledObject({ triggers: [trigger('prometheus', {}, { authenticationRef: { name: 'prometheus' } }), trigger('a-newer-one')] }),
    ],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].metadata.serverAddress: got nothing; expected a value, which the prometheus trigger needs; set serverAddress',
    ],
  },
  // ---------------------------------------------------------------- external scalers: what never reaches them
  {
    rule: 'external-tls-in-metadata',
    bad: [scaledObject({ triggers: [trigger('external', { scalerAddress: 'scaler.ml.svc:9090', caCert: '/certs/ca.pem', tlsCertFile: '/certs/ca.pem' })] })],
    good: [scaledObject({ triggers: [trigger('external', { scalerAddress: 'scaler.ml.svc:9090', enableTLS: 'true' }), trigger('kafka', { caCert: 'x' })] })],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].metadata.caCert: got "/certs/ca.pem"; expected none in the metadata; give caCert, tlsClientCert and tlsClientKey by a TriggerAuthentication, and set enableTLS: "true"',
      'ScaledObject ml/worker: spec.triggers[0].metadata.tlsCertFile: got "/certs/ca.pem"; expected none in the metadata; give caCert, tlsClientCert and tlsClientKey by a TriggerAuthentication, and set enableTLS: "true"',
    ],
  },
  {
    rule: 'authentication-ignored',
    bad: [
      credentials('caCert', 'password'), scaledObject({ triggers: [trigger('external-push', {}, { authenticationRef: { name: 'tls' } })] }),
      named('for-jobs', credentials('token')),
      scaledJob({ triggers: [trigger('external', {}, { authenticationRef: { name: 'for-jobs' } })] }),
    ],
    good: [
      credentials('caCert', 'tlsClientCert', 'tlsClientKey'), scaledObject({ triggers: [trigger('external-push', {}, { authenticationRef: { name: 'tls' } })] }),
      named('redis', credentials('password')), scaledObject({ triggers: [trigger('redis', {}, { authenticationRef: { name: 'redis' } })] }),
    ],
    messages: [
      'TriggerAuthentication ml/tls: spec.secretTargetRef[1].parameter: got "password"; expected one of caCert, tlsClientCert, tlsClientKey; give it to the external scaler itself',
      'TriggerAuthentication ml/for-jobs: spec.secretTargetRef[0].parameter: got "token"; expected one of caCert, tlsClientCert, tlsClientKey; give it to the external scaler itself',
    ],
  },
  {
    rule: 'scaled-job-push',
    bad: [scaledJob({ triggers: [trigger('external-push')] })],
    good: [scaledJob({ triggers: [trigger('external')] }), scaledObject({ triggers: [trigger('external-push')] })],
    messages: [
      'ScaledJob ml/job: spec.triggers[0].type: got "external-push"; expected external on a ScaledJob; set type: external, and a pollingInterval of a few seconds',
    ],
  },
  // ---------------------------------------------------------------- what takes workers away, or never does
  {
    rule: 'cooldown-without-effect',
    bad: [scaledObject({ minReplicaCount: 1, cooldownPeriod: 600 })],
    good: [
      scaledObject({ cooldownPeriod: 600 }), scaledObject({ minReplicaCount: 1 }),
      scaledObject({ minReplicaCount: 2, idleReplicaCount: 0, cooldownPeriod: 600 }),
    ],
    messages: [
      'ScaledObject ml/worker: spec.cooldownPeriod: got 600; expected none with a minimum of 1; remove it, and set advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds',
    ],
  },
  {
    rule: 'fallback-stops-workers',
    bad: [workload(), scaledObject({ maxReplicaCount: 20, fallback: { failureThreshold: 3, replicas: 2 } })],
    good: [
      workload(), scaledObject({ maxReplicaCount: 20, fallback: { failureThreshold: 3, replicas: 2, behavior: 'currentReplicasIfHigher' } }),
      scaledObject({ maxReplicaCount: 2, fallback: { failureThreshold: 3, replicas: 2 } }), scaledObject(),
      scaledObject({ scaleTargetRef: { name: 'web' }, fallback: { failureThreshold: 3, replicas: 2 } }),
    ],
    messages: [
      'ScaledObject ml/worker: spec.fallback.behavior: got nothing; expected currentReplicasIfHigher; set behavior: currentReplicasIfHigher, or remove the fallback: without one KEDA holds the replicas',
    ],
  },
  {
    rule: 'counter-without-rate',
    bad: [
      workload(), scaledObject({ triggers: [prometheus({ query: 'sum(nv_inference_queue_duration_us)' }), prometheus({ query: 'sum(vllm:request_success_total)' })] }),
      named('ours', scaledObject({ triggers: [ofOurScaler({ ...QUERY, query: 'sum(vllm:request_success_total)' })] })),
    ],
    good: [
      workload(), scaledObject({ triggers: [prometheus(), prometheus({ query: 'sum(rate(nv_inference_queue_duration_us[1m]))' })] }),
      named('ours', scaledObject({ triggers: [ofOurScaler(QUERY)] })),
    ],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].metadata.query: got "sum(nv_inference_queue_duration_us)"; expected how fast it grows; write sum(rate(nv_inference_queue_duration_us[1m])), or better ask for what waits and runs now',
      'ScaledObject ml/worker: spec.triggers[1].metadata.query: got "sum(vllm:request_success_total)"; expected how fast it grows; write sum(rate(vllm:request_success_total[1m])), or better ask for what waits and runs now',
      'ScaledObject ml/ours: spec.triggers[0].metadata.query: got "sum(vllm:request_success_total)"; expected how fast it grows; write sum(rate(vllm:request_success_total[1m])), or better ask for what waits and runs now',
    ],
  },
  // ---------------------------------------------------------------- nodes: what they offer, and what keeps them
  {
    rule: 'device-plugin-kept-out',
    bad: [named('plugin', workload({ containers: [{ name: 'plugin', image: 'nvcr.io/nvidia/k8s-device-plugin:v0.17.0' }] }, {}, 'DaemonSet')), nodePool()],
    good: [
      named('plugin', workload({ containers: [{ name: 'plugin', image: 'nvcr.io/nvidia/k8s-device-plugin:v0.17.0' }], ...TOLERATES }, {}, 'DaemonSet')), nodePool(),
      named('of-others', workload({ containers: [{ name: 'plugin', image: 'nvcr.io/nvidia/k8s-device-plugin:v0.17.0' }], nodeSelector: { pool: 'others' } }, {}, 'DaemonSet')),
      named('logs', workload({ containers: [{ name: 'logs', image: 'fluent-bit:4' }] }, {}, 'DaemonSet')),
    ],
    messages: [
      'DaemonSet ml/plugin: spec.template.spec.tolerations: got nothing; expected a toleration of nvidia.com/gpu=present:NoSchedule, the taint of the NodePool gpus; add { key: nvidia.com/gpu, operator: Exists, effect: NoSchedule }',
    ],
  },
  {
    rule: 'consolidate-after-missing',
    bad: [nodePool({ disruption: { consolidationPolicy: 'WhenEmpty' } })],
    good: [nodePool({ disruption: { consolidationPolicy: 'WhenEmpty', consolidateAfter: '5m' } }), nodePool()],
    messages: [
      'NodePool gpus: spec.disruption.consolidateAfter: got nothing; expected a duration, or Never; set consolidateAfter: 5m, more than the longest grace period of the pods',
    ],
  },
  {
    rule: 'several-gpu-memories',
    bad: [
      nodePool({}, { requirements: [{ key: 'karpenter.k8s.aws/instance-family', operator: 'In', values: ['g4dn', 'g6'] }] }),
      workload({ ...TOLERATES }),
    ],
    good: [
      nodePool({}, { requirements: [{ key: 'karpenter.k8s.aws/instance-family', operator: 'In', values: ['g4dn', 'g6'] }, { key: 'karpenter.k8s.aws/instance-gpu-memory', operator: 'Gte', values: ['22000'] }] }),
      named('one', nodePool({}, { requirements: [{ key: 'node.kubernetes.io/instance-type', operator: 'In', values: ['g6.xlarge', 'g6.2xlarge'] }] })),
      named('picked', nodePool({}, { requirements: [{ key: 'karpenter.k8s.aws/instance-category', operator: 'In', values: ['g'] }], taints: [] })),
      workload({ nodeSelector: { 'karpenter.sh/nodepool': 'picked', 'karpenter.k8s.aws/instance-gpu-name': 'l4' } }),
    ],
    messages: [
      'NodePool gpus: spec.template.spec.requirements: got machines whose GPUs have 16384, 22888 MiB; expected machines whose GPUs have one size of memory, or a least size; '
      + 'add { key: karpenter.k8s.aws/instance-gpu-memory, operator: Gte, values: ["22000"] } with the MiB that the model needs',
    ],
  },
  {
    rule: 'several-architectures',
    bad: [nodePool({}, { requirements: [{ key: 'karpenter.k8s.aws/instance-family', operator: 'In', values: ['g5', 'g5g'] }] })],
    good: [
      nodePool({}, { requirements: [{ key: 'karpenter.k8s.aws/instance-category', operator: 'In', values: ['g'] }, { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64'] }] }),
      nodePool({}, { requirements: [{ key: 'karpenter.azure.com/sku-gpu-count', operator: 'In', values: ['1'] }] }),
    ],
    messages: [
      'NodePool gpus: spec.template.spec.requirements: got machines with amd64 and arm64; expected machines of one architecture; add { key: kubernetes.io/arch, operator: In, values: [amd64] }',
    ],
  },
  {
    rule: 'unknown-gpu-machines',
    bad: [
      nodePool({}, { requirements: [{ key: 'karpenter.k8s.aws/instance-family', operator: 'In', values: ['g5', 'g9'] }] }),
      nodePool({}, { requirements: [{ key: 'node.kubernetes.io/instance-type', operator: 'In', values: ['g6.mega'] }] }),
      named('auto-mode', nodePool({}, { requirements: [{ key: 'eks.amazonaws.com/instance-family', operator: 'In', values: ['g5', 'g4'] }] })),
      nodePool({}, { requirements: [{ key: 'karpenter.k8s.aws/instance-gpu-name', operator: 'In', values: ['l4'] }, { key: 'karpenter.k8s.aws/instance-gpu-memory', operator: 'Gt', values: ['40000'] }] }),
    ],
    good: [
      nodePool({}, { requirements: [{ key: 'karpenter.k8s.aws/instance-family', operator: 'In', values: ['g5', 'p4d'] }] }),
      nodePool({}, { requirements: [{ key: 'node.kubernetes.io/instance-type', operator: 'In', values: ['Standard_NC24ads_A100_v4', 'g2-standard-4'] }] }),
    ],
    messages: [
      'NodePool gpus: spec.template.spec.requirements[0].values[1]: got "g9"; expected a machine with GPUs that AWS offers, such as g5 or g6.xlarge; correct it, or remove it',
      'NodePool gpus: spec.template.spec.requirements[0].values[0]: got "g6.mega"; expected a machine with GPUs that AWS offers, such as g5 or g6.xlarge; correct it, or remove it',
      'NodePool auto-mode: spec.template.spec.requirements[0].values[1]: got "g4"; expected a machine with GPUs that AWS offers, such as g5 or g6.xlarge; correct it, or remove it',
      'NodePool gpus: spec.template.spec.requirements: got requirements that no machine meets; expected what at least one machine with GPUs meets; loosen the requirement that leaves none',
    ],
  },
  {
    rule: 'reservation-not-used',
    bad: [
      nodeClass({ capacityReservationSelectorTerms: [{ id: 'cr-1' }] }), nodePool({}, { requirements: SPOT }),
      { ...nodeClass({}), metadata: { name: 'plain' } },
      named('reserved', nodePool({}, { nodeClassRef: { name: 'plain' }, requirements: [{ key: 'karpenter.sh/capacity-type', operator: 'In', values: ['reserved'] }] })),
    ],
    good: [
      nodeClass({ capacityReservationSelectorTerms: [{ id: 'cr-1' }] }), nodePool({}, { requirements: SPOT }),
      named('reserved', nodePool({}, { requirements: [{ key: 'karpenter.sh/capacity-type', operator: 'In', values: ['reserved', 'on-demand'] }] })),
      { ...nodeClass({}), metadata: { name: 'plain' } }, named('plain', nodePool({}, { nodeClassRef: { name: 'plain' } })),
    ],
    messages: [
      'NodePool gpus: spec.template.spec.requirements[0].values: got ["spot"]; expected reserved too, because the EC2NodeClass gpus selects a reservation; add reserved before the others',
      'EC2NodeClass plain: spec.capacityReservationSelectorTerms: got nothing; expected the reservation that the NodePool reserved wants nodes from; add { id: cr-… }, or remove reserved from the pool',
    ],
  },
  {
    rule: 'resource-claims-get-no-node',
    bad: [workload({ resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'gpu' }] }), nodePool()],
    good: [workload(), nodePool(), named('driver', workload({ resourceClaims: [{ name: 'gpu' }] }, {}, 'DaemonSet'))],
    messages: [
      'Deployment ml/worker: spec.template.spec.resourceClaims: got a claim; expected GPUs under resources; ask for nvidia.com/gpu, or set IGNORE_DRA_REQUESTS=false and see what your provider knows',
    ],
  },
  {
    rule: 'two-disruption-budgets',
    bad: [workload(), budget({ maxUnavailable: 1 }), named('second', budget({ maxUnavailable: 1 }))],
    good: [workload(), budget({ maxUnavailable: 1 }), named('second', budget({ maxUnavailable: 1, selector: { matchLabels: { app: 'web' } } }))],
    messages: [
      'PodDisruptionBudget ml/second: spec.selector: got {"matchLabels":{"app":"worker"}}; expected pods that worker does not cover already; both select those of Deployment worker; remove one of the two',
    ],
  },
  {
    rule: 'do-not-disrupt-misspelt',
    bad: [scaledJob({}, { 'karpenter.sh/do-not-evict': 'true' }), named('second', scaledJob({}, { 'karpenter.sh/do-not-disrupt': 'yes' }))],
    good: [
      scaledJob({}, { 'karpenter.sh/do-not-disrupt': '2h' }), scaledJob({}, { 'karpenter.sh/do-not-disrupt': 'true', 'karpenter.sh/do-not-evict': 'true' }),
      scaledJob({}, { 'karpenter.sh/do-not-disrupt': 'false' }), scaledJob(),
    ],
    messages: [
      'ScaledJob ml/job: spec.jobTargetRef.template.metadata.annotations["karpenter.sh/do-not-evict"]: got "true"; expected karpenter.sh/do-not-disrupt instead; write karpenter.sh/do-not-disrupt: "true"',
      'ScaledJob ml/second: spec.jobTargetRef.template.metadata.annotations["karpenter.sh/do-not-disrupt"]: got "yes"; expected "true", or a duration such as "2h"; correct it',
    ],
  },
  // ---------------------------------------------------------------- places kept warm
  {
    rule: 'placeholder-differs-from-worker',
    bad: [
      PLACEHOLDER, priorityClass(-10), nodePool(), scaledObject(),
      workload({ containers: [{ name: 'worker', resources: { limits: { [GPU]: 4 } } }], ...TOLERATES }),
    ],
    good: [
      PLACEHOLDER, priorityClass(-10), nodePool(), scaledObject(), workload({ ...TOLERATES }),
      // By the clock: placeholders too.
      named('clock', scaledObject({ scaleTargetRef: { name: 'clock' }, triggers: [trigger('cron')] })),
      named('clock', workload({ priorityClassName: 'placeholder', containers: [{ name: 'hold', resources: { limits: { [GPU]: 1 } } }], ...TOLERATES })),
    ],
    messages: [
      'Deployment ml/placeholder: spec.template.spec.containers[0].resources.requests["nvidia.com/gpu"]: got 1; expected 4, as Deployment worker; ask for what one worker asks for',
    ],
  },
  {
    rule: 'node-grace-below-job',
    bad: [
      scaledJob({ jobTargetRef: { template: { metadata: { annotations: { 'karpenter.sh/do-not-disrupt': '2h' } }, spec: { containers: [{ name: 'job', resources: ONE_GPU }], ...TOLERATES } } } }),
      nodePool({}, { terminationGracePeriod: '1h' }),
    ],
    good: [
      scaledJob({ jobTargetRef: { template: { metadata: { annotations: { 'karpenter.sh/do-not-disrupt': '2h' } }, spec: { containers: [{ name: 'job', resources: ONE_GPU }], ...TOLERATES } } } }),
      named('endless', scaledJob({}, { 'karpenter.sh/do-not-disrupt': 'true' })),
      nodePool({}, { terminationGracePeriod: '2h' }),
    ],
    messages: [
      'NodePool gpus: spec.template.spec.terminationGracePeriod: got "1h"; expected at least 7200s, the longest run of ScaledJob job; lengthen it, or leave it out and set expireAfter: Never',
    ],
  },
  {
    rule: 'buffer-of-v1alpha1',
    bad: [object('autoscaling.x-k8s.io/v1alpha1', 'CapacityBuffer', 'warm', { replicas: 1 })],
    good: [buffer({ replicas: 1 })],
    messages: [
      'CapacityBuffer ml/warm: apiVersion: got "autoscaling.x-k8s.io/v1alpha1"; expected autoscaling.x-k8s.io/v1beta1; write v1beta1',
    ],
  },
  {
    rule: 'placeholder-is-global-default',
    bad: [PLACEHOLDER, priorityClass(-10, { globalDefault: true })],
    good: [PLACEHOLDER, priorityClass(-10, { globalDefault: false }), named('default', priorityClass(0, { globalDefault: true }))],
    messages: [
      'PriorityClass placeholder: globalDefault: got true; expected false; set globalDefault: false; without a default the priority of a pod is 0',
    ],
  },
  {
    rule: 'worker-may-not-preempt',
    bad: [
      PLACEHOLDER, priorityClass(-10), nodePool(), scaledObject(),
      workload({ priorityClassName: 'polite', ...TOLERATES }), named('polite', priorityClass(5, { preemptionPolicy: 'Never' })),
    ],
    good: [
      PLACEHOLDER, priorityClass(-10), nodePool(), scaledObject(),
      workload({ priorityClassName: 'polite', ...TOLERATES }), named('polite', priorityClass(5)),
    ],
    messages: [
      'PriorityClass polite: preemptionPolicy: got "Never"; expected PreemptLowerPriority, because Deployment placeholder keeps places for Deployment worker; remove it: PreemptLowerPriority is the default',
    ],
  },
  // ---------------------------------------------------------------- Jobs that start slowly
  {
    rule: 'scaled-job-starts-slowly',
    bad: [scaledJob({ scalingStrategy: { strategy: 'accurate' } })],
    good: [scaledJob({ scalingStrategy: { strategy: 'accurate', pendingPodConditions: ['Ready'] } }), scaledJob()],
    messages: [
      'ScaledJob ml/job: spec.scalingStrategy.pendingPodConditions: got nothing; expected [Ready], with a readiness probe that succeeds once the message is taken; set both, or let the trigger count messages in flight too and set strategy: default',
    ],
  },
  // ---------------------------------------------------------------- what API server and webhook refuse
  {
    rule: 'metric-type-unknown',
    bad: [scaledObject({ triggers: [trigger('kafka', {}, { metricType: 'Average' }), trigger('cpu', {}, { metricType: 'Value' })] })],
    good: [scaledObject({ triggers: [trigger('kafka', {}, { metricType: 'AverageValue' }), trigger('kafka'), trigger('cpu', {}, { metricType: 'Utilization' })] })],
    messages: [
      'ScaledObject ml/worker: spec.triggers[0].metricType: got "Average"; expected AverageValue or Value on a kafka trigger; write AverageValue',
      'ScaledObject ml/worker: spec.triggers[1].metricType: got "Value"; expected Utilization or AverageValue on a cpu trigger; write Utilization',
    ],
  },
  {
    rule: 'password-in-metadata',
    bad: [scaledJob({ triggers: [trigger('rabbitmq', { host: 'amqp://jobs:wonderland@rabbitmq.ml:5672/' })] })],
    good: [scaledJob({
      triggers: ['amqp://rabbitmq.ml:5672/', 'amqp://jobs@rabbitmq.ml:5672/', 'amqp://jobs:${PASSWORD}@rabbitmq.ml:5672/'].map((host) => trigger('rabbitmq', { host })),
    })],
    messages: [
      'ScaledJob ml/job: spec.triggers[0].metadata.host: got amqp://jobs:…; expected a URL without a password; keep it in a Secret, and name that in a TriggerAuthentication',
    ],
  },
  {
    rule: 'external-id-without-role',
    bad: [object('keda.sh/v1alpha1', 'TriggerAuthentication', 'aws', { podIdentity: { provider: 'aws', externalID: 'x' } })],
    good: [object('keda.sh/v1alpha1', 'TriggerAuthentication', 'aws', { podIdentity: { provider: 'aws', externalID: 'x', roleArn: 'arn:aws:iam::111122223333:role/keda' } })],
    messages: [
      'TriggerAuthentication ml/aws: spec.podIdentity.roleArn: got nothing; expected the role that asks for the externalID; set roleArn, or remove externalID',
    ],
  },
  {
    rule: 'static-pool-refused',
    bad: [nodePool({ replicas: 2, weight: 10, limits: { [GPU]: 8, nodes: 3 } })],
    good: [nodePool({ replicas: 2, limits: { nodes: 3 } }), named('dynamic', nodePool({ weight: 10, limits: { [GPU]: 8 } }))],
    messages: [
      'NodePool gpus: spec.weight: got 10; expected none beside replicas; remove it',
      'NodePool gpus: spec.limits["nvidia.com/gpu"]: got 8; expected nodes alone, beside replicas; remove it, or set limits.nodes',
    ],
  },
  {
    rule: 'requirement-refused',
    bad: [nodePool({}, {
      requirements: [
        { key: 'karpenter.k8s.aws/instance-gpu-name', operator: 'In', values: [] }, { key: 'karpenter.k8s.aws/instance-gpu-memory', operator: 'Gte', values: ['24Gi'] },
        { key: 'kubernetes.io/arch', operator: 'Equals', values: ['amd64'] }, { key: 'kubernetes.io/hostname', operator: 'Exists' },
        { key: 'karpenter.sh/nodepool', operator: 'In', values: ['gpus'] }, { key: 'karpenter.sh/capacityType', operator: 'In', values: ['spot'] },
      ],
    })],
    good: [nodePool({}, { requirements: [...SPOT, ...GPUS, { key: 'karpenter.k8s.aws/instance-gpu-memory', operator: 'Gte', values: ['24000'] }, { key: 'team', operator: 'Exists' }] })],
    messages: [
      'NodePool gpus: spec.template.spec.requirements[0].values: got []; expected at least one value for In; correct them, or remove the requirement',
      'NodePool gpus: spec.template.spec.requirements[1].values: got ["24Gi"]; expected one whole number for Gte; correct them, or remove the requirement',
      'NodePool gpus: spec.template.spec.requirements[2].operator: got "Equals"; expected one of In, NotIn, Exists, DoesNotExist, Gt, Gte, Lt, Lte; correct it',
      'NodePool gpus: spec.template.spec.requirements[3].key: got "kubernetes.io/hostname"; expected a label by which machines differ; remove it',
      'NodePool gpus: spec.template.spec.requirements[4].key: got "karpenter.sh/nodepool"; expected a label by which machines differ; remove it',
      'NodePool gpus: spec.template.spec.requirements[5].key: got "karpenter.sh/capacityType"; expected a label by which machines differ; write karpenter.sh/capacity-type',
    ],
  },
  {
    rule: 'capacity-type-unknown',
    bad: [nodePool({}, { requirements: [{ key: 'karpenter.sh/capacity-type', operator: 'In', values: ['spot', 'on_demand'] }] })],
    good: [nodePool({}, { requirements: [{ key: 'karpenter.sh/capacity-type', operator: 'In', values: ['spot', 'on-demand', 'reserved'] }] })],
    messages: [
      'NodePool gpus: spec.template.spec.requirements[0].values[1]: got "on_demand"; expected one of on-demand, spot, reserved; write on-demand',
    ],
  },
  {
    rule: 'node-class-refused',
    bad: [nodeClass({ role: 'gpus', instanceProfile: 'gpus', amiSelectorTerms: [{ alias: 'bottlerocket@v1.63.0' }, { id: 'ami-0123456789abcdef0' }] })],
    good: [nodeClass({ role: 'gpus', amiSelectorTerms: [{ alias: 'bottlerocket@v1.63.0' }] }), nodeClass({ amiSelectorTerms: [{ id: 'ami-1' }, { id: 'ami-2' }] })],
    messages: [
      'EC2NodeClass gpus: spec.instanceProfile: got "gpus"; expected none beside a role; remove one of them: Karpenter makes a profile for the role',
      'EC2NodeClass gpus: spec.amiSelectorTerms[0].alias: got "bottlerocket@v1.63.0"; expected an alias alone, as the only term; remove it, or the others',
    ],
  },
  {
    rule: 'buffer-refused',
    bad: [
      buffer({ podTemplateRef: { name: 'warm' } }), named('none', buffer({ replicas: 1 })),
      named('both', buffer({ podTemplateRef: { name: 'warm' }, scalableRef: { kind: 'Deployment', name: 'worker' }, replicas: 1 })),
    ],
    good: [buffer({ podTemplateRef: { name: 'warm' }, replicas: 1 }), buffer({ podTemplateRef: { name: 'warm' }, limits: { [GPU]: 1 } }), buffer({ scalableRef: { kind: 'Deployment', name: 'worker' } })],
    messages: [
      'CapacityBuffer ml/warm: spec.replicas: got nothing; expected replicas or limits beside a podTemplateRef; set replicas to the pods that should find room at once',
      'CapacityBuffer ml/none: spec.podTemplateRef: got nothing; expected either podTemplateRef or scalableRef; name what the pods are like',
      'CapacityBuffer ml/both: spec.podTemplateRef: got {"name":"warm"}; expected either podTemplateRef or scalableRef; remove one of them',
    ],
  },
  {
    rule: 'inference-service-scales-too',
    bad: [inferenceService(), scaledObject({ scaleTargetRef: { name: 'llama-predictor' } })],
    good: [
      inferenceService({ 'serving.kserve.io/autoscalerClass': 'external' }), scaledObject({ scaleTargetRef: { name: 'llama-predictor' } }),
      named('qwen', inferenceService({ 'serving.kserve.io/autoscalerClass': 'keda' })),
      named('phi', inferenceService({}, { annotations: { 'serving.kserve.io/autoscalerClass': 'external' } })),
      named('phi', scaledObject({ scaleTargetRef: { name: 'phi-predictor' } })),
      named('large', inferenceService({}, { workerSpec: { pipelineParallelSize: 2 } })), named('large', scaledObject({ scaleTargetRef: { name: 'large-predictor' } })),
      { ...scaledObject({ scaleTargetRef: { name: 'qwen-predictor' } }), metadata: { name: 'qwen-predictor', namespace: 'ml', ownerReferences: [{ kind: 'InferenceService' }] } },
    ],
    messages: [
      'InferenceService ml/llama: metadata.annotations["serving.kserve.io/autoscalerClass"]: got nothing; expected "external", because the ScaledObject worker scales Deployment llama-predictor; annotate serving.kserve.io/autoscalerClass: external, or remove the ScaledObject and let KServe make one with the class keda',
    ],
  },
  {
    rule: 'shared-memory-missing',
    bad: [workload({ containers: [{ name: 'worker', resources: { limits: { [GPU]: 4 } }, volumeMounts: [{ name: 'models', mountPath: '/models' }] }] }), scaledObject()],
    good: [
      workload(), scaledObject(), scaledJob({ jobTargetRef: { template: { spec: { hostIPC: true, containers: [{ name: 'job', resources: { limits: { [GPU]: 4 } } }] } } } }),
      named('mounted', workload({ containers: [{ name: 'worker', resources: { limits: { [GPU]: '4' } }, volumeMounts: [{ name: 'shm', mountPath: '/dev/shm/' }] }] })),
      hpa({ scaleTargetRef: { kind: 'Deployment', name: 'mounted' } }), priorityClass(-10),
      named('placeholder', workload({ priorityClassName: 'placeholder', containers: [{ name: 'hold', resources: { limits: { [GPU]: 4 } } }] })),
      named('by-the-clock', scaledObject({ scaleTargetRef: { name: 'placeholder' }, triggers: [trigger('cron', { timezone: 'UTC', start: '0 8 * * *', end: '0 18 * * *', desiredReplicas: '1' })] })),
    ],
    messages: [
      'Deployment ml/worker: spec.template.spec.containers[0].volumeMounts: got none at /dev/shm; expected one at /dev/shm; add the volume { name: shm, emptyDir: { medium: Memory, sizeLimit: 8Gi } }, mount it at /dev/shm, and let the memory limit include it',
    ],
  },
  {
    rule: 'rollout-without-spare-gpu',
    bad: [
      workload(TOLERATES), scaledObject({ maxReplicaCount: 3 }), nodePool({ limits: { [GPU]: 3 } }),
      named('share', workload(TOLERATES, { replicas: 3, strategy: { rollingUpdate: { maxSurge: '10%', maxUnavailable: '33%' } } })),
    ],
    good: [
      workload(TOLERATES), scaledObject({ maxReplicaCount: 4 }), nodePool({ limits: { [GPU]: 4 } }), // one of four may be missing by default
      named('recreated', workload(TOLERATES, { replicas: 4, strategy: { type: 'Recreate' } })),
      named('first-gone', workload(TOLERATES, { replicas: 4, strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } })),
      named('spare', workload(TOLERATES, { replicas: 3 })), named('more', workload(TOLERATES, { replicas: 5 })), named('anywhere', workload()),
    ],
    messages: ['worker', 'share'].map((name) =>
      `Deployment ml/${name}: spec.strategy.rollingUpdate.maxSurge: got ${name === 'share' ? '"10%"' : 'nothing'}; expected 0, because 3 replicas take all GPUs that the NodePool gpus may have; set strategy.rollingUpdate: { maxSurge: 0, maxUnavailable: 1 }, or raise the limit of nvidia.com/gpu to 4`),
  },
  {
    rule: 'scaled-job-target-omitted',
    bad: [scaledJob({ triggers: [trigger('aws-sqs-queue'), trigger('rabbitmq', { mode: 'QueueLength' })] })],
    good: [scaledJob({ triggers: [trigger('aws-sqs-queue', { queueLength: '1' }), trigger('rabbitmq', { queueLength: '1' }), trigger('mysql'), trigger('external')] })],
    messages: ['[0].metadata.queueLength', '[1].metadata.value'].map((at) =>
      `ScaledJob ml/job: spec.triggers${at}: got nothing; expected "1", where a Job does one message; set it to the messages that a Job does before it ends`),
  },
];
