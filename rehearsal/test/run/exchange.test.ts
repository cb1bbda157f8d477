import { App, Testing } from 'cdk8s';
import { imageGeneration } from '../../../examples/image-generation';
import { exchange } from '../../src/run/exchange';

const SURROUNDINGS = { scalerAddress: '127.0.0.1:7001', redisHost: '127.0.0.1', redisPort: 7002, nodeStart: 60 };

const example = () => Testing.synth(imageGeneration(new App()));

const find = (objects: readonly any[], kind: string, part: string = '') => objects.find((object) => object.kind === kind && object.metadata.name.includes(part));

const WORKER = { name: 'worker', image: 'registry.example.com/worker:1', resources: { limits: { 'nvidia.com/gpu': 1 } } };

/** Somebody else's manifests: KEDA's own trigger on a plain Deployment. */
const FOREIGN = [
  { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'gpu-worker' }, spec: { replicas: 1, template: { spec: { containers: [WORKER] } } } },
  { apiVersion: 'karpenter.sh/v1', kind: 'NodePool', metadata: { name: 'gpus' }, spec: { template: { spec: { nodeClassRef: { kind: 'EC2NodeClass' } } } } },
  {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: 'gpu-worker' },
    spec: {
      scaleTargetRef: { name: 'gpu-worker' },
      triggers: [{
        type: 'redis-streams',
        metadata: { address: 'redis.prod:6379', stream: 'jobs', consumerGroup: 'g', lagCount: '3', passwordFromEnv: 'REDIS_PASSWORD' },
        authenticationRef: { name: 'redis' },
      }],
    },
  },
];

describe('exchange', () => {
  test('exchanges machines, addresses and kubelets of the example, and says so', () => {
    const { objects, notes, worker, scalerConfig } = exchange(example(), SURROUNDINGS);
    expect(notes.filter((note) => !note.includes('left out'))).toHaveLength(5);
    expect(notes).toContainEqual(expect.stringMatching(/^ScaledObject \S+: scaler \S+ → 127\.0\.0\.1:7001, plain text; /));
    expect(notes.filter((note) => note.includes('nothing here serves cert-manager.io/v1'))).toHaveLength(5);
    expect(find(objects, 'TriggerAuthentication')).toBeUndefined();
    expect(find(objects, 'NodePool').spec.template.spec.nodeClassRef).toEqual({ group: 'karpenter.kwok.sh', kind: 'KWOKNodeClass', name: 'rehearsal' });
    expect(find(objects, 'KWOKNodeClass').spec).toEqual({ nodeRegistrationDelay: '60s' });
    expect(find(objects, 'EC2NodeClass')).toBeUndefined();
    const trigger = find(objects, 'ScaledObject').spec.triggers[0];
    expect(trigger.metadata.scalerAddress).toBe('127.0.0.1:7001');
    expect(scalerConfig).toEqual({ connections: { jobs: { type: 'redis', host: '127.0.0.1', port: 7002, database: 0, tls: false } } });
    expect(find(objects, 'Deployment', 'scaler').spec.replicas).toBe(0);
    expect(find(objects, 'Deployment', 'worker').spec.template.metadata.annotations).toEqual({ 'rehearsal.gpu-autoscaler/played': 'worker' });
    expect(find(objects, 'DaemonSet').spec.template.metadata.annotations).toMatchObject({ 'rehearsal.gpu-autoscaler/played': 'pre-pull' });
    expect(worker).toMatchObject({ namespace: 'ml-platform', stream: 'inference-jobs', group: 'workers', jobsPerReplica: 5 });
    expect(objects[0]).toEqual({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ml-platform' } });
  });

  test('leaves everything else as it is, and its input alone', () => {
    const manifests = example();
    const before = JSON.stringify(manifests);
    const { objects } = exchange(manifests, SURROUNDINGS);
    expect(JSON.stringify(manifests)).toBe(before);
    for (const [kind, part] of [['Service', ''], ['PriorityClass', 'warm'], ['Deployment', 'warm'], ['NetworkPolicy', '']]) {
      expect(find(objects, kind, part)).toEqual(find(manifests, kind, part));
    }
    const { triggers, ...spec } = find(manifests, 'ScaledObject').spec;
    expect(find(objects, 'ScaledObject').spec).toMatchObject(spec);
  });

  test("takes somebody else's manifests with KEDA's own trigger", () => {
    const { objects, worker, scalerConfig } = exchange(FOREIGN, SURROUNDINGS);
    expect(worker).toEqual({ namespace: 'default', scaledObject: 'gpu-worker', deployment: 'gpu-worker', stream: 'jobs', group: 'g', jobsPerReplica: 3 });
    expect(find(objects, 'ScaledObject').spec.triggers).toEqual([
      { type: 'redis-streams', metadata: { address: '127.0.0.1:7002', stream: 'jobs', consumerGroup: 'g', lagCount: '3' } },
    ]);
    expect(scalerConfig).toEqual({ connections: {} });
  });

  test('a NodePool without nodeClassRef stays without, for the API server to refuse', () => {
    const nodePool = { apiVersion: 'karpenter.sh/v1', kind: 'NodePool', metadata: { name: 'blog' }, spec: { template: { spec: { requirements: [] } } } };
    const { objects } = exchange([...FOREIGN, nodePool], SURROUNDINGS);
    expect(find(objects, 'NodePool', 'blog').spec.template.spec).not.toHaveProperty('nodeClassRef');
  });

  test('startup taints are left out, whose remover does not run here', () => {
    const { spec, ...pool }: any = FOREIGN[1];
    const nodePool = { ...pool, spec: { template: { spec: { ...spec.template.spec, startupTaints: [{ key: 'cache', effect: 'NoSchedule' }] } } } };
    const { objects, notes } = exchange([FOREIGN[0], nodePool, FOREIGN[2]], SURROUNDINGS);
    expect(find(objects, 'NodePool').spec.template.spec).not.toHaveProperty('startupTaints');
    expect(notes).toContain('NodePool gpus: no startupTaints, because what removes them does not run here');
  });

  test('namespaces come first, also before what is added', () => {
    const inProd = FOREIGN.map((object: any) => object.kind === 'NodePool' ? object : { ...object, metadata: { ...object.metadata, namespace: 'prod' } });
    inProd[0] = { ...inProd[0], spec: { template: { spec: { containers: [WORKER], serviceAccountName: 'reader' } } } };
    const { objects } = exchange([...inProd, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'prod' } }], SURROUNDINGS);
    expect(objects.map(({ kind }) => kind)).toEqual(['Namespace', 'KWOKNodeClass', 'ServiceAccount', 'Deployment', 'NodePool', 'ScaledObject']);
  });

  test('a namespace that is there is not made again', () => {
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ml-platform', labels: { team: 'ml' } } };
    const { objects } = exchange([namespace, ...example()], SURROUNDINGS);
    expect(objects.filter(({ kind }) => kind === 'Namespace')).toEqual([namespace]);
  });

  test.each([
    ['no ScaledObject', [], 'the manifests hold 0 ScaledObjects; expected one'],
    ['two', [...FOREIGN, FOREIGN[2]], 'the manifests hold 2 ScaledObjects'],
    ['a trigger that reads no stream', [{ ...FOREIGN[2], spec: { ...FOREIGN[2].spec, triggers: [{ type: 'prometheus', metadata: {} }] } }],
      'ScaledObject gpu-worker: it has triggers prometheus on a Deployment; expected a Deployment with a trigger of this library'],
    ['a trigger that asks something that is not here', [FOREIGN[0], FOREIGN[1], {
      ...FOREIGN[2], spec: { ...FOREIGN[2].spec, triggers: [...FOREIGN[2].spec!.triggers!, { type: 'prometheus', metadata: {} }] },
    }], 'its prometheus trigger asks something that is not here; expected redis-streams, this library\'s scaler, cron or kubernetes-workload'],
    ['a ScaledObject without its Deployment', FOREIGN.slice(1), 'its Deployment gpu-worker is not among the manifests of namespace default'],
    ['a worker without a NodePool', [FOREIGN[0], FOREIGN[2]], 'the manifests hold no NodePool; expected one of karpenter.sh/v1'],
    ["somebody else's scaler beside it", [{
      ...FOREIGN[2],
      spec: { ...FOREIGN[2].spec, triggers: [...FOREIGN[2].spec!.triggers!, { type: 'external', metadata: { scalerAddress: 'theirs:9090' } }] },
    }], "its external trigger asks the scaler theirs:9090, which is not this library's"],
  ])('refuses %s', (_, manifests, message) => {
    expect(() => exchange(manifests, SURROUNDINGS)).toThrow(message);
  });
});
