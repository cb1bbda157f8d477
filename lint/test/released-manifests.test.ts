import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Released, releasedManifests } from './released/released-manifests';
import { RULES } from '../../lib/rules';
import { installed } from '../../test/support/installed';
import { lint, LocatedFinding } from '../src/lint';
import { InputError, readSources, SourceObject } from '../src/read-manifests';

/** What most of KEDA's tests do: they write replicas to begin with, and a cooldown that waits for a zero which a minimum keeps away. */
const HABITS: readonly string[] = ['replicas-beside-scaled-object', 'cooldown-without-effect'];

/** What is really wrong in the other files, by the name of the file. */
const WRONG: { readonly [name: string]: readonly string[] } = {
  // Examples of nothing: no trigger has that type.
  'keda config/samples/keda_v1alpha1_scaledjob.yaml': ['warning unknown-trigger-parameter scaledjob-sample spec.triggers[0].type'],
  'keda config/samples/keda_v1alpha1_scaledobject.yaml': ['warning unknown-trigger-parameter example-scaledobject spec.triggers[0].type'],

  // Tests of what KEDA refuses or cannot do, and whose triggers ask a host that is not there.
  'keda tests/internals/events/events_test.go': [
    'error target-without-scale events-test-so-target-no-subresource spec.scaleTargetRef.kind',
    'warning unknown-trigger-parameter events-test-sj-target-error spec.triggers[0].metadata.typex',
  ],
  'keda tests/internals/scaled_object_validation/scaled_object_validation_test.go': [
    'error resource-triggers-never-wake scaled-object-validation-test-so-only-limits spec.minReplicaCount',
    'error resource-triggers-never-wake scaled-object-validation-test-so-only-limits spec.minReplicaCount',
    'error hpa-beside-scaled-object scaled-object-validation-test-hpa spec.scaleTargetRef.name',
    'error two-scaled-objects-on-one-target scaled-object-validation-test-so-empty-triggers spec.scaleTargetRef.name',
    'warning resource-trigger-without-request scaled-object-validation-test-deploy-only-limits spec.template.spec.containers[0].resources.requests.memory',
    'error cpu-trigger-type-removed scaled-object-validation-test-so-only-limits spec.triggers[0].metadata.type',
  ],
  'keda tests/internals/custom_hpa_name/custom_hpa_name_test.go': [
    'warning address-without-namespace default-to-custom-hpa-name-so spec.triggers[0].metadata.url',
    'warning address-without-namespace default-to-custom-hpa-name-so spec.triggers[0].metadata.url',
  ],
  'keda tests/internals/trigger_update_so/trigger_update_so_test.go': ['warning address-without-namespace scaledobject.example.com spec.triggers[2].metadata.url'],
  'keda tests/internals/update_ta/update_ta_test.go': [
    'warning address-without-namespace scaledobject.example.com spec.triggers[0].metadata.url',
    'warning address-without-namespace scaledobject2.example.com spec.triggers[0].metadata.url',
    'warning address-without-namespace scaledjob.example.com spec.triggers[0].metadata.url',
    'warning address-without-namespace scaledjob2.example.com spec.triggers[0].metadata.url',
  ],
  'keda tests/scalers/sumologic/sumologic_test.go': ['error fallback-to-zero sumologic-keda-test-so spec.fallback.replicas'],

  // One after the other on one Deployment in the test; here all at once.
  'keda tests/sequential/opentelemetry_metrics/opentelemetry_metrics_test.go': ['so-grpc', 'so-wrong', 'so-http-client', 'so-grpc-client', 'so-grpc-push', 'so-empty-upstream']
    .map((name) => `error two-scaled-objects-on-one-target opentelemetry-metrics-test-${name} spec.scaleTargetRef.name`),
  'keda tests/sequential/prometheus_metrics/prometheus_metrics_test.go': ['so-wrong', 'so-http-client', 'so-grpc-client', 'so-grpc-push', 'so-empty-upstream']
    .map((name) => `error two-scaled-objects-on-one-target prometheus-metrics-test-${name} spec.scaleTargetRef.name`),

  // Proposals leave the nodeClassRef out; the API server wants it.
  'karpenter designs/balanced-consolidation.md#0': ['error node-pool-of-v1beta1 default spec.template.spec.nodeClassRef'],
  'karpenter designs/capacity-reservations.md#0': ['error node-pool-of-v1beta1 reserved-only spec.template.spec.nodeClassRef'],
  'karpenter designs/capacity-reservations.md#1': ['error node-pool-of-v1beta1 prefer-reserved spec.template.spec.nodeClassRef'],
  'karpenter designs/capacity-reservations.md#2': ['error node-pool-of-v1beta1 default spec.template.spec.nodeClassRef'],
  'aws designs/odcr.md#1': ['error node-pool-of-v1beta1 default spec.template.spec.nodeClassRef'],
  'aws designs/odcr.md#2': ['error node-pool-of-v1beta1 default spec.template.spec.nodeClassRef'],
  'aws designs/odcr.md#3': ['error node-pool-of-v1beta1 default spec.template.spec.nodeClassRef'],

  // An API version that Karpenter does not serve, schedules without a duration, and a label that no machine has: it is node.kubernetes.io/instance-type.
  'karpenter designs/capacity-buffers.md#5': ['warning buffer-of-v1alpha1 web-app-buffer apiVersion'],
  ...Object.fromEntries([1, 3].map((block) => [
    `karpenter designs/disruption-controls-by-reason.md#${block}`, [0, 1].map((budget) => `error budget-schedule-refused default spec.disruption.budgets[${budget}].duration`),
  ])),
  'karpenter designs/static-capacity.md#5': ['warning unknown-requirement static-prod-nodepool spec.template.spec.requirements[1].key'],

  // The one GPU pool among them, which has no more than its requirements.
  'aws designs/placement-groups-support.md#0': [
    'warning ami-not-pinned ml-training spec.amiSelectorTerms[0].alias',
    'warning node-disk-too-small ml-training spec.blockDeviceMappings',
    'warning default-disruption-budget ml-training spec.disruption.budgets',
    'warning expiry-without-node-grace ml-training spec.template.spec.expireAfter',
    'warning several-gpu-memories ml-training spec.template.spec.requirements',
    'error untainted-gpu-pool ml-training spec.template.spec.taints',
  ],
};

/** With CI=true it runs without Go too, and fails. */
const describeWithGo = installed('go') !== undefined || process.env.CI === 'true' ? describe : describe.skip;

describeWithGo('the manifests that KEDA, Karpenter and its provider for AWS release, in their Go modules', () => {
  const found = new Map<string, readonly LocatedFinding[]>();
  let objects = 0;

  beforeAll(() => {
    const scratch = mkdtempSync(join(tmpdir(), 'released-'));
    try {
      for (const released of releasedManifests()) {
        const sources = read(released, scratch);
        objects += sources.length;
        found.set(released.name, lint(sources, RULES).findings);
      }
    } finally {
      rmSync(scratch, { recursive: true });
    }
  }, 300_000);

  test('are as many objects as were looked at by hand', () => {
    expect(objects).toBe(1_176);
  });

  test('have nothing but what is really wrong', () => {
    const wrong = [...found].map(([name, findings]) => [name, findings.filter(({ rule }) => !HABITS.includes(rule.name))
      .map(({ rule, object, field }) => `${rule.severity} ${rule.name} ${object.metadata.name} ${field}`)] as const);
    expect(Object.fromEntries(wrong.filter(([, findings]) => findings.length > 0))).toEqual(WRONG);
  });

  test('have habits that workers should not have', () => {
    const filesWith = (habit: string) => [...found].filter(([, findings]) => findings.some(({ rule }) => rule.name === habit)).map(([name]) => name);
    expect(HABITS.map((habit) => filesWith(habit).length)).toEqual([161, 13]);
    expect(HABITS.flatMap(filesWith).filter((name) => !name.startsWith('keda tests/'))).toEqual([]);
  });
});

/** The objects of all texts that are manifests: some are excerpts with dots in them, or are no YAML before Go has made it of them. */
function read({ texts }: Released, scratch: string): readonly SourceObject[] {
  const file = join(scratch, 'manifests.yaml');
  return texts.flatMap((text) => {
    writeFileSync(file, text);
    try {
      return readSources([file]);
    } catch (error) {
      if (error instanceof InputError) {
        return [];
      }
      throw error;
    }
  });
}
