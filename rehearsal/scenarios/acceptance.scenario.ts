/** Every object of every example, and of apps that use every option, is accepted by the real API server, and stays as it was written. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { App, Chart } from 'cdk8s';
import { changedFields, nameOf, podsOf } from './support/applied';
import { bootForScenario } from './support/boot';
import { eventually, notYet } from './support/eventually';
import { everyOption, modelDirectory, RESTRICTED_NAMESPACE, SERVICE_ACCOUNT } from './support/every-option';
import { everySource } from './support/every-source';
import { applyStrictly, liveOf } from './support/strict-apply';
import { Manifest, one, synthesize } from './support/synthesize';
import { Timeline } from './support/timeline';
import { Figures } from '../../bench/figures';

const EXAMPLES = join(__dirname, '../../examples');

/** Only GKE itself has their CRD; `npm run test:provider-crds` has them judged by it. */
const OF_GKE = 'ComputeClass';

/** Of an example's objects of one kind so many are judged: the further ones of a fleet are like these. */
const MOST_OF_A_KIND = 8;

const stage = bootForScenario('acceptance', { crds: ['cert-manager', 'prometheus-operator'].map((folder) => join(__dirname, '../../crds', folder)) });
const figures = new Figures('rehearsal-acceptance');
const timeline = new Timeline('acceptance');
let accepted = 0;

/** An app, whose objects are made when its tests run. */
interface Subject {
  readonly name: string;
  readonly objects: () => Promise<Manifest[]>;
}

const SUBJECTS: readonly Subject[] = [
  ...readdirSync(EXAMPLES).filter((file) => file.endsWith('.ts')).map((file) => ({ name: `examples/${file}`, objects: () => exampleObjects(file) })),
  { name: 'every option of the constructs', objects: async () => synthesize(everyOption) },
  { name: 'every connection and every source', objects: async () => synthesize(everySource) },
  { name: 'node-local model directories', objects: async () => synthesize(modelDirectory) },
];

for (const { name, objects: synthesized } of SUBJECTS) {
  describe(name, { concurrency: false }, () => {
    let objects: Manifest[];

    before(async () => {
      objects = await synthesized();
      for (const namespace of new Set(objects.map(({ metadata }) => metadata.namespace).filter((each) => each !== undefined))) {
        await stage.cluster.createNamespace(namespace, usesHostPath(objects, namespace) ? 'privileged' : 'restricted');
        await applyStrictly(stage.plane, [{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: SERVICE_ACCOUNT, namespace } }]);
      }
    });

    test('each object is accepted, without a warning and without an unknown field', { timeout: 60_000 }, async () => {
      timeline.restart(`${name}: ${objects.length} objects`);
      await applyStrictly(stage.plane, objects);
      accepted += objects.length;
      figures.add('objects accepted', { value: accepted, unit: 'objects', better: 'higher' });
      timeline.mark('accepted');
    });

    test('each field is kept as it was written', { timeout: 60_000 }, async () => {
      const live = await liveOf(stage.plane, objects);
      assert.deepEqual(objects.flatMap((object, index) => changedFields(object, live[index])), []);
    });

    test('the controllers create every pod, under the Pod Security level of the namespace', { timeout: 60_000 }, async () => {
      for (const deployment of objects.filter(({ kind }) => kind === 'Deployment')) {
        const { name: deploymentName, namespace } = deployment.metadata;
        const selector = Object.entries(deployment.spec.selector.matchLabels).map(([key, value]) => `${key}=${value}`).join(',');
        await eventually(`Deployment ${deploymentName} has its pods`, 20, async () => {
          const { spec, status } = await stage.cluster.read('apps/v1', 'Deployment', deploymentName, namespace);
          const pods = await stage.cluster.pods(namespace, selector);
          return pods.length === spec.replicas ? pods : notYet({ wanted: spec.replicas, pods: pods.length, conditions: status?.conditions });
        });
      }
      assert.deepEqual(await failedCreations(new Set(objects.map(({ metadata }) => metadata.namespace))), []);
    });

    test('a bare pod of each pod template is accepted: those of DaemonSets and warm pools too', { timeout: 60_000 }, async () => {
      const pods = podsOf(objects);
      assert.ok(pods.length >= objects.filter(({ kind }) => ['Deployment', 'DaemonSet', 'PodTemplate', 'ScaledJob'].includes(kind)).length);
      for (const pod of pods) {
        await dryRun(pod);
      }
    });

    test('Karpenter validates the pools of its provider', { timeout: 60_000 }, async () => {
      for (const pool of objects.filter(({ kind, spec }) => kind === 'NodePool' && spec.template.spec.nodeClassRef.kind === 'KWOKNodeClass')) {
        await eventually(`NodePool ${pool.metadata.name} is Ready`, 20, async () => {
          const conditions: any[] = (await stage.cluster.read('karpenter.sh/v1', 'NodePool', pool.metadata.name)).status?.conditions ?? [];
          const isTrue = (type: string): boolean => conditions.some((condition) => condition.type === type && condition.status === 'True');
          return ['ValidationSucceeded', 'NodeClassReady', 'Ready'].every(isTrue) ? conditions : notYet(conditions);
        });
      }
    });

    test('Karpenter takes up each overlay', { timeout: 60_000 }, async () => {
      for (const overlay of objects.filter(({ kind }) => kind === 'NodeOverlay')) {
        await eventually(`NodeOverlay ${overlay.metadata.name} is Ready`, 20, async () => {
          const conditions: any[] = (await stage.cluster.read('karpenter.sh/v1alpha1', 'NodeOverlay', overlay.metadata.name)).status?.conditions ?? [];
          return conditions.some(({ type, status }) => type === 'Ready' && status === 'True') ? conditions : notYet(conditions);
        });
      }
    });

    test('applied again, nothing changes: not even the replicas that KEDA owns', { timeout: 60_000 }, async () => {
      const workers = objects.filter(({ kind, spec }) => kind === 'Deployment' && spec.replicas === undefined);
      assert.ok(workers.length > 0 || objects.some(({ kind }) => kind === 'ScaledJob'), 'the app has no worker that belongs to KEDA');
      for (const { metadata } of workers) {
        await stage.cluster.scale(metadata.namespace, metadata.name, 2);
      }
      const first = await liveOf(stage.plane, objects);
      await applyStrictly(stage.plane, objects);
      const second = await liveOf(stage.plane, objects);
      assert.deepEqual(second.map(version), first.map(version));
      assert.deepEqual((await liveOf(stage.plane, workers)).map(({ spec }) => spec.replicas), workers.map(() => 2));
    });
  });
}

describe('the judge can refuse', { concurrency: false }, () => {
  test('the NodePool of the blog posts, which names no node class', { timeout: 30_000 }, async () => {
    await refused({
      apiVersion: 'karpenter.sh/v1',
      kind: 'NodePool',
      metadata: { name: 'gpu-inference' },
      spec: {
        template: {
          spec: {
            requirements: [
              { key: 'karpenter.k8s.aws/instance-family', operator: 'In', values: ['g5', 'p3', 'p4d'] },
              { key: 'nvidia.com/gpu', operator: 'Exists' },
            ],
          },
        },
        limits: { 'nvidia.com/gpu': '64' },
        disruption: { consolidationPolicy: 'WhenEmpty', consolidateAfter: '5m' },
      },
    }, /spec\.template\.spec\.nodeClassRef: Required value/);
  });

  test('a misspelt label of the AWS provider, by its CRD', { timeout: 30_000 }, async () => {
    const pool = everyOptionPool();
    pool.metadata.name = 'misspelt';
    const gpuName = pool.spec.template.spec.requirements.find(({ key }: { key: string }) => key === 'karpenter.k8s.aws/instance-gpu-name');
    gpuName.key = 'karpenter.k8s.aws/instance-gpu-nam';
    await refused(pool, /label domain "karpenter\.k8s\.aws" is restricted/);
  });

  test('an unknown field', { timeout: 30_000 }, async () => {
    const pool = everyOptionPool();
    pool.metadata.name = 'unknown-field';
    pool.spec.disruption.consolidateWhen = 'Empty';
    await assert.rejects(applyStrictly(stage.plane, [pool]), /consolidateWhen/);
  });

  test("a second ScaledObject on one Deployment, by KEDA's webhook", { timeout: 30_000 }, async () => {
    const scaledObject = one(synthesize(everyOption), 'ScaledObject', 'full-worker');
    scaledObject.metadata.name = 'second';
    await refused(scaledObject, /vscaledobject\.kb\.io.*already managed by the ScaledObject 'full-worker'/s);
  });

  test('a privileged pod in a restricted namespace', { timeout: 30_000 }, async () => {
    const pod = podsOf(synthesize(everyOption))[0];
    pod.spec.containers[0].securityContext = { privileged: true };
    await assert.rejects(dryRun(pod), /violates PodSecurity "restricted:latest"/);
  });

  test('the pods of a node-local model directory in a restricted namespace', { timeout: 30_000 }, async () => {
    for (const pod of podsOf(synthesize(modelDirectory)).filter(({ spec }) => spec.volumes?.some((volume: any) => volume.hostPath !== undefined))) {
      pod.metadata.namespace = RESTRICTED_NAMESPACE;
      delete pod.spec.serviceAccountName; // it is looked for before the level is
      await assert.rejects(dryRun(pod), /violates PodSecurity "restricted:latest".*hostPath/s);
    }
  });
});

/** Whether pods of a namespace mount a directory of the node, which only the level `privileged` admits. */
function usesHostPath(objects: readonly Manifest[], namespace: string): boolean {
  const pods = podsOf(objects).filter(({ metadata }) => metadata.namespace === namespace);
  return pods.some(({ spec }) => spec.volumes?.some(({ hostPath }: Manifest) => hostPath !== undefined));
}

/** The pool with every option, to be spoilt. */
function everyOptionPool(): Manifest {
  return synthesize(everyOption).find(({ kind, metadata }) => kind === 'NodePool' && metadata.name === 'full-pool');
}

/** The objects that an example makes: every function that it exports takes an App and returns its Chart. */
async function exampleObjects(file: string): Promise<Manifest[]> {
  const exported: Record<string, unknown> = await import(join(EXAMPLES, file));
  const builders = Object.values(exported).filter((value): value is (app: App) => Chart => typeof value === 'function');
  const objects = builders.flatMap((builder) => synthesize(builder));
  assert.ok(objects.length > 0, `examples/${file} exports no function (app: App) => Chart, so that nothing of it can be judged`);
  const counts = new Map<string, number>();
  return objects.filter(({ kind }) => {
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    return count < MOST_OF_A_KIND && kind !== OF_GKE;
  });
}

async function dryRun(pod: Manifest): Promise<void> {
  await stage.plane.kubectl(['create', '--dry-run=server', '--validate=strict', '--warnings-as-errors', '-f', '-'], JSON.stringify(pod));
}

/** Refused by the API server itself: kubectl's own validation is off. */
async function refused(object: Manifest, message: RegExp): Promise<void> {
  await assert.rejects(applyStrictly(stage.plane, [object], 'ignore'), message);
}

/** What changes when the API server takes a new version of an object: the generation, or for kinds without one (ConfigMap) every write. */
function version(object: Manifest): string {
  return `${nameOf(object)} ${object.metadata.generation ?? object.metadata.resourceVersion}`;
}

/** Messages of controllers that could not create a pod. */
async function failedCreations(namespaces: ReadonlySet<string | undefined>): Promise<string[]> {
  const events = await stage.cluster.list('v1', 'Event');
  return events.filter(({ reason, metadata }) => reason === 'FailedCreate' && namespaces.has(metadata.namespace)).map(({ message }) => message);
}
