import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, Testing } from 'cdk8s';
import { batchOnSpot } from '../../examples/batch-on-spot';
import { imageGeneration } from '../../examples/image-generation';
import { modelServer } from '../../examples/model-server';
import { nodeGroups } from '../../examples/node-groups';
import { RULES } from '../../lib/rules';
import { check } from '../../lib/rules/check';
import { everyOption, modelDirectory } from '../../rehearsal/scenarios/support/every-option';
import { PROVIDER_NODES } from '../../rehearsal/scenarios/support/provider-nodes';
import { rehearsedApp } from '../../rehearsal/scenarios/support/rehearsed-app';
import { workerApp } from '../../rehearsal/scenarios/support/worker-app';
import { lint } from '../src/lint';
import { readSources } from '../src/read-manifests';
import { WarmPoolEngine } from 'cdk8s-gpu-autoscaler';

const EXAMPLES = join(__dirname, 'examples');

/** What is right to be found in the examples of KEDA's, Karpenter's and vLLM's documentation. */
const FOUND: { readonly [file: string]: readonly string[] } = {
  // A ScaledObject on CPU alone without minReplicaCount, which KEDA's webhook refuses.
  'keda/cpu.yaml': ['error resource-triggers-never-wake spec.minReplicaCount'],
  // Names of Services that are resolved in KEDA's namespace.
  'keda/external.yaml': ['warning address-without-namespace spec.triggers[0].metadata.scalerAddress'],
  'keda/external-push.yaml': [
    'warning address-without-namespace spec.triggers[0].metadata.scalerAddress',
    'warning external-tls-fails-open spec.triggers[0].metadata.enableTLS',
  ],
  'keda/prometheus.yaml': [],
  // The Deployment says replicas: 0, which each apply sets it back to.
  'keda/prometheus-with-deployment.yaml': ['warning replicas-beside-scaled-object spec.replicas'],
  // The cooldown is for the way to zero only, and the minimum is 1.
  'keda/redis-streams.yaml': ['warning cooldown-without-effect spec.cooldownPeriod'],
  'keda/scaled-job.yaml': [],
  'karpenter/disruption-budget.yaml': [],
  'karpenter/fractional-gpu.yaml': [
    'warning expiry-without-node-grace spec.template.spec.expireAfter',
    'warning gpu-pool-moves-workers spec.disruption.consolidationPolicy',
    'warning several-gpu-memories spec.template.spec.requirements',
    'error untainted-gpu-pool spec.template.spec.taints',
  ],
  'karpenter/general-purpose.yaml': [],
  'karpenter/gpu-node-pool.yaml': [
    'warning capacity-type-omitted spec.template.spec.requirements',
    'warning consolidate-after-missing spec.disruption.consolidateAfter',
    'warning expiry-without-node-grace spec.template.spec.expireAfter',
    'warning gpu-pool-moves-workers spec.disruption.consolidationPolicy',
    'error gpu-pool-without-limits spec.limits["nvidia.com/gpu"]',
    'error node-pool-of-v1beta1 spec.template.spec.nodeClassRef',
    'warning several-gpu-counts spec.template.spec.requirements',
  ],
  'karpenter/gpu-nvidia.yaml': [],
  // The example leaves the nodeClassRef out.
  'karpenter/limits.yaml': ['error node-pool-of-v1beta1 spec.template.spec.nodeClassRef'],
  'karpenter/spot.yaml': [],
  // One series a pod, empty read as 0, and the HPA's defaults.
  'vllm/scale-to-zero.yaml': [
    'error empty-result-is-zero spec.triggers[0].metadata.ignoreNullValues',
    'error empty-result-is-zero spec.triggers[1].metadata.ignoreNullValues',
    'warning hpa-behavior-incomplete spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleUp',
    'warning hpa-behavior-incomplete spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown',
    'error query-of-several-series spec.triggers[0].metadata.query',
  ],
};

describe('the documentation of KEDA, Karpenter and vLLM', () => {
  test('every example that is kept is expected to be right or wrong', () => {
    const files = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
    expect(files.sort()).toEqual(Object.keys(FOUND).sort());
  });

  test.each(Object.entries(FOUND))('%s: nothing but what is really wrong', (file, found) => {
    const { findings } = lint(readSources([join(EXAMPLES, file)]), RULES);
    expect(findings.map(({ rule, field }) => `${rule.severity} ${rule.name} ${field}`)).toEqual(found);
  });
});

describe('our own apps', () => {
  const synthesized = (build: (app: App) => Chart) => Testing.synth(build(new App()));

  test.each<[string, () => any[]]>([
    ['the example of image generation', () => synthesized(imageGeneration)],
    ['the example of batch jobs on spot machines', () => synthesized(batchOnSpot)],
    ['the example of a model server', () => synthesized(modelServer)],
    ['the example of node groups', () => synthesized(nodeGroups)],
    ['every option of the constructs', () => synthesized(everyOption)],
    ['node-local model directories', () => synthesized(modelDirectory)],
    ...Object.entries(PROVIDER_NODES).map(([kind, build]) => [`nodes of ${kind}`, () => synthesized(build)] as [string, () => any[]]),
    ['placeholders beside workers', () => workerApp({ name: 'app', maxGpus: 8, nodeStart: 3, warm: { spare: 2, engine: WarmPoolEngine.PLACEHOLDER_PODS } })],
    ['the rehearsed app, with its short times', () => rehearsedApp({ name: 'app', maxReplicas: 4, jobsPerReplica: 1, maxJob: 20, cooldown: 20 })],
  ])('%s: nothing at all', (_, objects) => {
    expect(check(objects()).findings.map(({ message }) => message)).toEqual([]);
  });
});
