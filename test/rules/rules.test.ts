import * as fc from 'fast-check';
import { CASES } from './cases';
import { GPU, named, nodePool, object, ofOurScaler, priorityClass, scaledJob, scaledObject, TOLERATES, workload } from './objects';
import { RULES } from '../../lib/rules';
import { check, IGNORE_ANNOTATION } from '../../lib/rules/check';
import { Manifest } from '../../lib/rules/rule';

function ruleOf(name: string) {
  return RULES.find((rule) => rule.name === name)!;
}

describe('each rule', () => {
  test.each(CASES)('$rule: finds what is wrong, says it in full, and is content with the corrected twin', ({ rule, bad, good, messages }) => {
    expect(check(bad, [ruleOf(rule)]).findings.map(({ message }) => message)).toEqual(messages);
    expect(check(good, [ruleOf(rule)]).findings).toEqual([]);
  });

  test('has a case, a kebab-case name of its own, and a public account of what it prevents', () => {
    expect(CASES.map(({ rule }) => rule).sort()).toEqual(RULES.map(({ name }) => name));
    for (const { name, severity, summary, why, incident } of RULES) {
      expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      expect(severity).toMatch(/^(error|warning)$/);
      expect(incident).toMatch(/^https:\/\/github\.com\/[\w.-]+\/[\w.-]+\/(issues|pull)\/\d+$/);
      expect([summary, why].filter((text) => text.trim() === '')).toEqual([]);
    }
  });

  test('leaves its objects as they are', () => {
    for (const { bad } of CASES) {
      const before = JSON.stringify(bad);
      check(bad);
      expect(JSON.stringify(bad)).toBe(before);
    }
  });
});

describe('what is between objects', () => {
  test('ScaledObjects of workloads without a GPU are held to what holds for all only', () => {
    const found = check([workload({ containers: [{ name: 'web' }] }), scaledObject()]).findings;
    expect(found).toEqual([]);
  });

  test('a worker that is not among the manifests is known by the metrics of an inference server', () => {
    const trigger = { type: 'prometheus', metadata: { query: 'sum(vllm:num_requests_running)', ignoreNullValues: 'false' } };
    expect(check([scaledObject({ triggers: [trigger] })], [ruleOf('max-replicas-missing')]).findings).toHaveLength(1);
    expect(check([scaledObject()], [ruleOf('max-replicas-missing')]).findings).toEqual([]);
  });

  test('a scaler on GPU nodes is one for ScaledJobs too, unless some Jobs always run', () => {
    const asking = (minReplicaCount: number) => scaledJob({ minReplicaCount, triggers: [{ type: 'external', metadata: { scalerAddress: 'scaler.ml:9090' } }] });
    const scaler = [object('v1', 'Service', 'scaler', { selector: { app: 'worker' } }), workload()];
    expect([0, 1].map((least) => check([asking(least), ...scaler], [ruleOf('scaler-on-gpu-nodes')]).findings.length)).toEqual([1, 0]);
  });

  test('a query of our scaler makes a worker one with GPUs, and metadata that it would refuse has none', () => {
    const trigger = ofOurScaler({ type: 'prometheus-query', connection: 'metrics', query: 'sum(vllm:num_requests_running)', onEmpty: 'error' });
    const { jobsPerReplica: _, ...incomplete } = trigger.metadata;
    const found = (metadata: Manifest) => check([scaledObject({ triggers: [{ ...trigger, metadata }] })], [ruleOf('max-replicas-missing')]).findings;
    expect([trigger.metadata, incomplete].map((metadata) => found(metadata).length)).toEqual([1, 0]);
  });

  test('objects of different namespaces do not belong together, and none is default', () => {
    const rule = [ruleOf('replicas-beside-scaled-object')];
    const inNamespace = (namespace: string | undefined, each: Manifest) => ({ ...each, metadata: { ...each.metadata, namespace } });
    const deployment = workload({}, { replicas: 1 });
    expect(check([deployment, inNamespace('other', scaledObject())], rule).findings).toEqual([]);
    expect(check([inNamespace(undefined, deployment), inNamespace('default', scaledObject())], rule).findings).toHaveLength(1);
  });

  test("a Secret that may be in KEDA's namespace is where a ClusterTriggerAuthentication finds it", () => {
    const trigger = { type: 'redis', metadata: {}, authenticationRef: { kind: 'ClusterTriggerAuthentication', name: 'shared' } };
    const shared = { apiVersion: 'keda.sh/v1alpha1', kind: 'ClusterTriggerAuthentication', metadata: { name: 'shared' }, spec: { secretTargetRef: [{ name: 'redis' }] } };
    const found = (namespace: string | undefined) => check([shared, scaledObject({ triggers: [trigger] }), object('v1', 'Secret', 'redis', {})]
      .map((each) => ({ ...each, metadata: { ...each.metadata, namespace } })), [ruleOf('cluster-authentication-secret')]).findings;
    expect(['keda', undefined, 'ml'].map((namespace) => found(namespace).length)).toEqual([0, 0, 1]);
  });

  test('kinds of other API groups are something else', () => {
    const foreign = { ...object('serving.knative.dev/v1', 'Service', 'scaler', {}), apiVersion: 'serving.knative.dev/v1' };
    expect(check([scaledObject(), { ...foreign, spec: { selector: { app: 'worker' } } }, workload({}, { replicas: 2 })], [ruleOf('cluster-ip-before-scalers')]).findings).toEqual([]);
  });

  test('what runs in a cluster already is told from what is written by hand', () => {
    const live = (each: Manifest, metadata: Manifest) => ({ ...each, metadata: { ...each.metadata, ...metadata } });
    const keda = live(object('autoscaling/v2', 'HorizontalPodAutoscaler', 'keda-hpa-worker', { scaleTargetRef: { kind: 'Deployment', name: 'worker' } }),
      { ownerReferences: [{ kind: 'ScaledObject', name: 'worker' }] });
    const deployment = live(workload({}, { replicas: 3 }), { resourceVersion: '42' });
    const rules = [ruleOf('hpa-beside-scaled-object'), ruleOf('replicas-beside-scaled-object')];
    expect(check([scaledObject(), keda, deployment], rules).findings).toEqual([]);
  });

  test('an HPA that KEDA is told to take over stays', () => {
    const rule = [ruleOf('hpa-beside-scaled-object')];
    const hpa = object('autoscaling/v2', 'HorizontalPodAutoscaler', 'mine', { scaleTargetRef: { kind: 'Deployment', name: 'worker' } });
    const taking = (name: string) => {
      const scaled = scaledObject({ advanced: { horizontalPodAutoscalerConfig: { name } } });
      scaled.metadata.annotations = { 'scaledobject.keda.sh/transfer-hpa-ownership': 'true' };
      return scaled;
    };
    expect(check([taking('mine'), hpa], rule).findings).toEqual([]);
    expect(check([taking('another'), hpa], rule).findings).toHaveLength(1);
  });

  test.each([
    ['the node selector of the pool', { nodeSelector: { 'karpenter.sh/nodepool': 'gpus' }, ...TOLERATES }, 1],
    ['a label of the pool', { nodeSelector: { pool: 'gpus' }, ...TOLERATES }, 1],
    ['an affinity to the pool', {
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'pool', operator: 'In', values: ['gpus'] }] }] } } },
      ...TOLERATES,
    }, 1],
    ['a zone that the pool leaves open', { nodeSelector: { 'topology.kubernetes.io/zone': 'us-east-1a' }, ...TOLERATES }, 1],
    ['a toleration of everything', { tolerations: [{ operator: 'Exists' }] }, 1],
    ['a GPU count that the pool has not', { nodeSelector: { 'karpenter.k8s.aws/instance-gpu-count': '4' }, ...TOLERATES }, 0],
    ['a label that the pool has not', { nodeSelector: { team: 'ml' }, ...TOLERATES }, 0],
    ['another pool', { nodeSelector: { 'karpenter.sh/nodepool': 'others' }, ...TOLERATES }, 0],
    ['no toleration', {}, 0],
    ['a toleration of another value', { tolerations: [{ key: 'nvidia.com/gpu', value: 'true', effect: 'NoSchedule' }] }, 0],
  ])('a pod is put on a pool or not: %s', (_, pod, pools) => {
    const manifests = [workload({ terminationGracePeriodSeconds: 60, ...pod }), nodePool({ disruption: { consolidateAfter: '30s' } })];
    expect(check(manifests, [ruleOf('consolidate-after-below-grace')]).findings).toHaveLength(pools);
  });

  test.each([
    ['its provider\'s GPU label', { requirements: [{ key: 'karpenter.k8s.aws/instance-gpu-name', operator: 'Exists' }] }, true],
    ['Azure\'s GPU label', { requirements: [{ key: 'karpenter.azure.com/sku-gpu-count', operator: 'Gt', values: ['0'] }] }, true],
    ['families that all have GPUs', { requirements: [{ key: 'karpenter.k8s.aws/instance-family', operator: 'In', values: ['g5', 'p4d'] }] }, true],
    ['families of EKS Auto Mode that all have GPUs', { requirements: [{ key: 'eks.amazonaws.com/instance-family', operator: 'In', values: ['g6e'] }] }, true],
    ['families that partly have GPUs', { requirements: [{ key: 'karpenter.k8s.aws/instance-family', operator: 'In', values: ['g5', 'm5'] }] }, false],
    ['the absence of a GPU', { requirements: [{ key: 'karpenter.k8s.aws/instance-gpu-count', operator: 'DoesNotExist' }] }, false],
    ['nothing of a GPU', { requirements: [{ key: 'kubernetes.io/arch', operator: 'In', values: ['amd64'] }] }, false],
  ])('a GPU pool is known by %s', (_, nodes, gpu) => {
    expect(check([nodePool({}, { taints: [], ...nodes })], [ruleOf('untainted-gpu-pool')]).findings).toHaveLength(gpu ? 1 : 0);
  });

  test.each([
    ['all pods of a worker', { minAvailable: '100%', selector: { matchLabels: { app: 'worker' } } }, 'spec.minAvailable: got "100%"; expected less than all'],
    ['none of its pods as a share', { maxUnavailable: '0%', selector: { matchLabels: { app: 'worker' } } }, 'spec.maxUnavailable: got "0%"; expected at least 1'],
    ['all that a worker can have', { minAvailable: 4, selector: { matchLabels: { app: 'scaled' } } }, 'spec.minAvailable: got 4; expected less than 4, the most pods that there are'],
    ['all but one that a worker can have', { minAvailable: 3, selector: { matchLabels: { app: 'scaled' } } }, undefined],
    ['pods that are scaled elsewhere', { minAvailable: 1, selector: { matchLabels: { app: 'alone' } } }, undefined],
    ['placeholders', { maxUnavailable: 1, selector: { matchLabels: { app: 'worker' } } }, 'expected no placeholder pods; it selects those of Deployment placeholder'],
    ['pods of another name', { maxUnavailable: 0, selector: { matchLabels: { app: 'web' } } }, undefined],
    ['some pods, which an expression picks', { maxUnavailable: 0, selector: { matchLabels: { app: 'worker' }, matchExpressions: [{ key: 'x', operator: 'Exists' }] } }, undefined],
  ])('a PodDisruptionBudget over %s', (_, spec, message) => {
    const placeholder = named('placeholder', workload({ priorityClassName: 'placeholder' }));
    const budget = object('policy/v1', 'PodDisruptionBudget', 'budget', spec);
    const labelled = (app: string) => { const each = named(app, workload()); each.spec.template.metadata = { labels: { app } }; return each; };
    const scaled = scaledObject({ maxReplicaCount: 4, scaleTargetRef: { name: 'scaled' } });
    const found = check([placeholder, labelled('scaled'), labelled('alone'), scaled, priorityClass(-10), budget], [ruleOf('disruption-budget-blocks-drain')]).findings;
    expect(found.map((finding) => finding.message)).toEqual(message === undefined ? [] : [expect.stringContaining(message)]);
  });

  test.each([
    ['less memory', { cpu: '2', memory: '8Gi' }, ['memory']],
    ['less CPU in millicores', { cpu: '1500m', memory: '16Gi' }, ['cpu']],
    ['nothing beside the GPU', {}, ['cpu', 'memory']],
    ['more', { cpu: 4, memory: '32Gi' }, []],
    ['the same amount, written otherwise', { cpu: '2000m', memory: '16384Mi' }, []],
  ])('a placeholder that asks for %s than a worker', (_, amounts, resources) => {
    const asking = (requests: Manifest) => ({ containers: [{ name: 'pod', resources: { requests: { [GPU]: 1, ...requests }, limits: { [GPU]: 1 } } }], ...TOLERATES });
    const placeholder = named('placeholder', workload({ priorityClassName: 'placeholder', ...asking(amounts) }));
    const found = check([placeholder, priorityClass(-10), nodePool(), scaledObject(), workload(asking({ cpu: '2', memory: '16Gi' }))], [ruleOf('placeholder-differs-from-worker')]).findings;
    expect(found.map(({ path }) => path[path.length - 1])).toEqual(resources);
  });

  test('a push trigger with a minimum of 0 and without TLS is fine', () => {
    const direction = { stabilizationWindowSeconds: 300, policies: [{ type: 'Pods', value: 4, periodSeconds: 60 }] };
    const behavior = { scaleUp: direction, scaleDown: direction };
    const scaled = scaledObject({ maxReplicaCount: 4, advanced: { horizontalPodAutoscalerConfig: { behavior } } });
    expect(check([workload({ terminationGracePeriodSeconds: 60 }), scaled]).findings).toEqual([]);
  });

  test('two workers that find the same fault of a pool say it once', () => {
    const worker = workload({ terminationGracePeriodSeconds: 60, ...TOLERATES });
    expect(check([worker, named('second', worker), nodePool({ disruption: { consolidateAfter: '30s' } })], [ruleOf('consolidate-after-below-grace')]).findings).toHaveLength(1);
  });
});

describe('many manifests', () => {
  /** Workers, each with a ScaledObject, an HPA, a placeholder and a pool of its own, and something wrong with all of them. */
  function workers(amount: number): readonly Manifest[] {
    return [priorityClass(-10), ...Array.from({ length: amount }, (_, index) => {
      const name = `worker-${index}`;
      const placed = { nodeSelector: { 'karpenter.sh/nodepool': name }, ...TOLERATES };
      return [
        named(name, workload(placed)), named(name, scaledObject({ scaleTargetRef: { name } })), named(name, nodePool({ disruption: { consolidateAfter: '1s' } })),
        named(`placeholder-${index}`, workload({ priorityClassName: 'placeholder', ...placed })),
        named(name, object('autoscaling/v2', 'HorizontalPodAutoscaler', name, { scaleTargetRef: { kind: 'Deployment', name } })),
      ];
    }).flat()];
  }

  /** Processor time, which other processes do not lengthen. Microseconds. */
  function quickest(manifests: readonly Manifest[]): number {
    return Math.min(...[1, 2, 3].map(() => {
      const before = process.cpuUsage();
      check(manifests);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    }));
  }

  test('take the time of few for each of them', () => {
    const [few, many] = [workers(400), workers(1600)];
    quickest(few);
    expect(quickest(many) / quickest(few)).toBeLessThan(8); // 4, and the collector's share; the square would be 16
  });
});

describe('lint-ignore', () => {
  const ignoring = (rules: string) => {
    const spoilt = scaledObject({ fallback: { failureThreshold: 3, replicas: 0 } });
    spoilt.metadata.annotations = { [IGNORE_ANNOTATION]: rules };
    return check([spoilt]);
  };

  test('silences the rules that it names, and counts them', () => {
    const { findings, silenced } = ignoring('fallback-to-zero, fallback-without-effect');
    expect(findings).toEqual([]);
    expect(silenced.map(({ rule }) => rule.name)).toEqual(['fallback-to-zero', 'fallback-without-effect']);
  });

  test('leaves other rules and other objects alone', () => {
    expect(ignoring('fallback-without-effect').findings.map(({ rule }) => rule.name)).toEqual(['fallback-to-zero']);
    const pool = nodePool();
    pool.metadata.annotations = { [IGNORE_ANNOTATION]: 'ami-not-pinned' };
    expect(check([pool], [ruleOf('gpu-pool-without-limits')]).findings).toHaveLength(1);
  });
});

describe('foreign manifests', () => {
  const anything = fc.oneof(fc.constant(null), fc.constant(undefined), fc.string(), fc.integer(), fc.boolean(), fc.constant([]), fc.constant({}), fc.constant([null]), fc.constant(['x']));

  /** Every place in a value that can be exchanged. */
  function places(value: Manifest): [Manifest, string][] {
    return typeof value !== 'object' || value === null ? [] : Object.keys(value).flatMap((key) => [[value, key] as [Manifest, string], ...places(value[key])]);
  }

  test('never break a rule, whatever a field holds', () => {
    fc.assert(fc.property(fc.constantFrom(...CASES.flatMap(({ bad, good }) => [bad, good])), fc.nat(), anything, (objects, at, value) => {
      const spoilt = JSON.parse(JSON.stringify(objects)) as Manifest[];
      const all = places(spoilt).filter(([, key]) => key !== 'kind' && key !== 'apiVersion' && !/^\d+$/.test(key));
      const [holder, key] = all[at % all.length];
      holder[key] = value;
      expect(() => check(spoilt)).not.toThrow();
    }), { numRuns: 1500 });
  });
});
