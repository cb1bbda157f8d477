import { parseAllDocuments } from 'yaml';
import { check } from '../../lib/rules/check';

/** What is found, in the order of the objects. */
function found(yaml: string): readonly string[] {
  const objects = parseAllDocuments(yaml, { version: '1.1' }).map((document) => document.toJS());
  return check(objects).findings.map(({ rule, object, field }) => `${rule.severity} ${rule.name} ${object.kind} ${field}`);
}

describe('GPU workers as they are often written', () => {
  test('a pool that asks for the resource, takes any GPU there is and lets any pod in', () => {
    expect(found(`
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: { name: gpu }
spec:
  template:
    spec:
      requirements:
        - { key: nvidia.com/gpu, operator: Exists }
        - { key: karpenter.k8s.aws/instance-family, operator: In, values: [g4dn, g5, p4d] }
      nodeClassRef: { name: gpu }
  limits: { nvidia.com/gpu: "64" }
  disruption:
    consolidationPolicy: WhenEmpty
    consolidateAfter: 5m
`)).toEqual([
      'warning capacity-type-omitted NodePool spec.template.spec.requirements',
      'warning default-disruption-budget NodePool spec.disruption.budgets',
      'warning expiry-without-node-grace NodePool spec.template.spec.expireAfter',
      'error node-pool-of-v1beta1 NodePool spec.template.spec.nodeClassRef',
      'error resource-name-as-requirement NodePool spec.template.spec.requirements[0].key',
      'warning several-gpu-counts NodePool spec.template.spec.requirements',
      'warning several-gpu-memories NodePool spec.template.spec.requirements',
      'error untainted-gpu-pool NodePool spec.template.spec.taints',
    ]);
  });

  test('a vLLM that is to come down to zero by what it says itself', () => {
    expect(found(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: llm, namespace: ml }
spec:
  replicas: 1
  selector: { matchLabels: { app: llm } }
  template:
    metadata: { labels: { app: llm } }
    spec:
      containers:
        - name: vllm
          image: registry.example.com/vllm:1.0.0
          resources: { limits: { nvidia.com/gpu: 1 } }
          livenessProbe: { httpGet: { path: /health, port: 8000 }, initialDelaySeconds: 60 }
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: llm, namespace: ml }
spec:
  scaleTargetRef: { name: llm }
  minReplicaCount: 0
  triggers:
    - type: prometheus
      metadata:
        serverAddress: http://prometheus:9090
        query: vllm:num_requests_waiting
        threshold: "5"
`)).toEqual([
      'warning default-grace-period Deployment spec.template.spec.terminationGracePeriodSeconds',
      'warning liveness-before-model Deployment spec.template.spec.containers[0].startupProbe',
      'warning replicas-beside-scaled-object Deployment spec.replicas',
      'warning address-without-namespace ScaledObject spec.triggers[0].metadata.serverAddress',
      'error empty-result-is-zero ScaledObject spec.triggers[0].metadata.ignoreNullValues',
      'warning hpa-behavior-incomplete ScaledObject spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleUp',
      'warning hpa-behavior-incomplete ScaledObject spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown',
      'error max-replicas-missing ScaledObject spec.maxReplicaCount',
      'error metric-of-the-scaled-pods ScaledObject spec.minReplicaCount',
      'error query-of-several-series ScaledObject spec.triggers[0].metadata.query',
      'error waiting-only-signal ScaledObject spec.triggers[0].metadata.query',
    ]);
  });

  test('Jobs of a queue that starts them on waiting messages, and a budget that is to keep them', () => {
    expect(found(`
apiVersion: keda.sh/v1alpha1
kind: ScaledJob
metadata:
  name: training
  namespace: ml
  annotations: { karpenter.sh/do-not-disrupt: "true" }
spec:
  rollout: { strategy: gradual }
  scalingStrategy: { strategy: accurate }
  jobTargetRef:
    template:
      metadata: { labels: { app: training } }
      spec:
        restartPolicy: Never
        containers: [{ name: training, image: registry.example.com/training:1.0.0, resources: { limits: { nvidia.com/gpu: 1 } } }]
  triggers:
    - type: redis
      metadata: { address: redis.ml:6379, listName: trainings, listLength: "1" }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: training, namespace: ml }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: training } } }
`)).toEqual([
      'error do-not-disrupt-out-of-reach ScaledJob metadata.annotations["karpenter.sh/do-not-disrupt"]',
      'error max-replicas-missing ScaledJob spec.maxReplicaCount',
      'warning scaled-job-starts-slowly ScaledJob spec.scalingStrategy.pendingPodConditions',
      'error disruption-budget-over-jobs PodDisruptionBudget spec.maxUnavailable',
    ]);
  });
});
