import { App, Chart, Size } from 'cdk8s';
import { EnvValue, Secret } from 'cdk8s-plus-28';
import {
  CachedModel, CapacityType, Gpu, GpuNodeGroups, GpuNodePoolProps, HuggingFaceModelOptions, ModelCacheDaemonSet, ModelCacheDaemonSetProps,
  ModelDownload, NodeDisk, NodeLocalDirectory, WorkloadIdentity,
} from '../../lib';
import { ModelSource, parseModelCacheConfig } from '../../lib/contract/model-cache';
import { newChart, newPool, newScaler, newWorker, Synthesized } from '../support/synth';

const DIRECTORY = NodeLocalDirectory.at('/var/lib/models');
const COMPILED = NodeLocalDirectory.at('/var/lib/compiled', '/compiled');
const DOWNLOAD: ModelDownload = { image: 'registry.example.com/downloader:1.0.0', args: ['download', 'stabilityai/sdxl'] };
const MODEL = CachedModel.image(DOWNLOAD);
const COMMIT = '462165984030d82259a11f4367a4eed129e94a7b';
const SDXL: HuggingFaceModelOptions = { name: 'sdxl', repository: 'stabilityai/stable-diffusion-xl-base-1.0', revision: COMMIT };
const BROUGHT = CachedModel.huggingFace(SDXL);

function synthesized(props: Partial<ModelCacheDaemonSetProps>, poolProps: Partial<GpuNodePoolProps> = {}): Synthesized {
  const chart = newChart();
  new ModelCacheDaemonSet(chart, 'cache', { nodePool: newPool(chart, poolProps), ...props });
  return new Synthesized(chart);
}

function daemonSet(props: Partial<ModelCacheDaemonSetProps>): any {
  return synthesized(props).one('DaemonSet');
}

/** The agent's container, and what its file says. */
function agentOf(props: Partial<ModelCacheDaemonSetProps>): { agent: any; config: any } {
  const objects = synthesized({ directory: DIRECTORY, models: [BROUGHT], ...props });
  const [agent] = objects.one('DaemonSet').spec.template.spec.containers;
  return { agent, config: parseModelCacheConfig(objects.one('ConfigMap').data['model-cache.json']) };
}

function values(env: any[]): { [name: string]: unknown } {
  return Object.fromEntries(env.map(({ name, value, valueFrom }) => [name, value ?? valueFrom]));
}

describe('ModelCacheDaemonSet', () => {
  test('pulls images on every node of the pool', () => {
    expect(daemonSet({ images: ['registry.example.com/worker:1.0.0', 'registry.example.com/other:2.0.0'] })).toMatchSnapshot();
  });

  test('never asks for a GPU', () => {
    const { initContainers, containers } = daemonSet({ images: ['a', 'b'], directory: NodeLocalDirectory.at('/var/lib/models') }).spec.template.spec;
    for (const container of [...initContainers, ...containers]) {
      expect(JSON.stringify(container.resources)).not.toContain('nvidia.com/gpu');
      expect(container.env).toEqual([{ name: 'NVIDIA_VISIBLE_DEVICES', value: 'void' }]);
    }
  });

  test('without a directory it needs no hostPath, so every Pod Security level admits it', () => {
    expect(JSON.stringify(daemonSet({ images: ['a'] }))).not.toContain('hostPath');
  });

  test('keeps a directory on the node, and says there when it is ready', () => {
    const { spec } = daemonSet({ directory: NodeLocalDirectory.at('/var/lib/models', '/weights') }).spec.template;
    expect(spec.volumes).toEqual([{ name: 'models', hostPath: { path: '/var/lib/models', type: 'DirectoryOrCreate' } }]);
    expect(spec.initContainers).toMatchObject([{
      name: 'ready', command: ['touch', expect.stringMatching(/^\/weights\/\.ready-[0-9a-f]{12}$/)], volumeMounts: [{ name: 'models', mountPath: '/weights' }],
    }]);
  });

  test('fills it: images first, then the downloads in their order, and only then it is ready', () => {
    const models = [
      CachedModel.image({ ...DOWNLOAD, env: { HF_TOKEN: EnvValue.fromValue('x') }, memory: Size.gibibytes(2) }), CachedModel.image({ ...DOWNLOAD, command: ['fetch'] }),
    ];
    const { initContainers } = daemonSet({ images: ['a'], directory: DIRECTORY, models, compileCache: COMPILED }).spec.template.spec;
    expect(initContainers.map(({ name }: any) => name)).toEqual(['toolbox', 'pull-0', 'open-compile-cache', 'download-0', 'download-1', 'ready']);
    expect(initContainers[3]).toMatchSnapshot();
    expect(initContainers[4].command).toEqual(['fetch']);
    expect(initContainers[4].resources.limits).toEqual({ memory: '1Gi' });
  });

  test('whoever changes the directories owns them, without any capability', () => {
    const { initContainers } = daemonSet({ images: ['a'], directory: DIRECTORY, models: [MODEL], compileCache: COMPILED }).spec.template.spec;
    const owners = initContainers.filter(({ securityContext }: any) => securityContext.runAsUser === 0);
    expect(owners.map(({ name }: any) => name)).toEqual(['open-compile-cache', 'download-0', 'ready']);
    for (const { securityContext } of owners) {
      expect(securityContext).toMatchObject({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
    }
  });

  describe('given to a worker', () => {
    const inWorker = (props: Partial<ModelCacheDaemonSetProps>): { pod: any; ready: any } => {
      const chart = newChart();
      const nodePool = newPool(chart);
      newWorker(chart, { nodePool, modelCache: new ModelCacheDaemonSet(chart, 'cache', { nodePool, ...props }) });
      const objects = new Synthesized(chart);
      return { pod: objects.one('Deployment', 'worker').spec.template.spec, ready: objects.one('DaemonSet').spec.template.spec.initContainers?.pop() };
    };

    test('mounts the models to read and the compile cache to write', () => {
      const { pod } = inWorker({ directory: DIRECTORY, models: [MODEL], compileCache: COMPILED });
      expect(pod.containers[0].volumeMounts).toEqual([{ name: 'models', mountPath: '/models', readOnly: true }, { name: 'compile-cache', mountPath: '/compiled' }]);
      expect(pod.volumes.map(({ hostPath }: any) => hostPath.path)).toEqual(['/var/lib/models', '/var/lib/compiled']);
    });

    test('mounts each model in the version that it waits for, so that another one does not come under a worker that loads it', () => {
      const { pod } = inWorker({ directory: DIRECTORY, models: [BROUGHT, CachedModel.s3({ name: 'vae', bucket: 'models' })] });
      const digests = pod.initContainers[0].command.filter((arg: string) => arg.startsWith('/models/.ready/')).map((marker: string) => marker.slice('/models/.ready/'.length));
      expect(pod.containers[0].volumeMounts).toEqual([
        { name: 'models', mountPath: '/models/sdxl', subPath: `.versions/${digests[0]}`, readOnly: true },
        { name: 'models', mountPath: '/models/vae', subPath: `.versions/${digests[1]}`, readOnly: true },
      ]);
      expect(pod.volumes).toEqual([{ name: 'models', hostPath: { path: '/var/lib/models', type: 'DirectoryOrCreate' } }]);
      const mixed = inWorker({ directory: DIRECTORY, models: [BROUGHT, MODEL] }).pod;
      expect(mixed.containers[0].volumeMounts).toEqual([{ name: 'models', mountPath: '/models', readOnly: true }]); // who knows what the container brings
    });

    test.each([
      ['a directory', { directory: DIRECTORY }],
      ['a compile cache only', { compileCache: COMPILED }],
      ['everything', { images: ['a'], directory: DIRECTORY, models: [MODEL], compileCache: COMPILED }],
    ])('holds it back until the file is there that the node gets last: %s', (_, props) => {
      const { pod, ready } = inWorker(props);
      expect(pod.initContainers).toHaveLength(1);
      const [gate] = pod.initContainers;
      expect(gate.command.slice(-4)).toEqual(['cache', 'wait', '--marker', ready.command[1]]);
      expect(gate.volumeMounts).toEqual(ready.volumeMounts.slice(0, 1));
      expect(JSON.stringify(gate.resources)).not.toContain('nvidia.com/gpu');
    });

    test('waits for the models that the agent brings, as a pod that can be told from others', () => {
      const { pod: { initContainers: [gate] } } = inWorker({ directory: DIRECTORY, models: [BROUGHT, CachedModel.s3({ name: 'vae', bucket: 'models' })] });
      expect(gate).toMatchSnapshot();
      expect(gate.command.filter((arg: string) => arg.startsWith('/models/')).map((path: string) => path.replace(/[0-9a-f]{12}$/, 'DIGEST')))
        .toEqual(['/models/.ready/sdxl-DIGEST', '/models/.ready/vae-DIGEST', '/models/.in-use']);
    });

    test('waits only for those that it names, and always for what the init containers bring', () => {
      const chart = newChart();
      const nodePool = newPool(chart);
      const modelCache = new ModelCacheDaemonSet(chart, 'cache', { nodePool, images: ['a'], directory: DIRECTORY, models: [BROUGHT, CachedModel.s3({ name: 'vae', bucket: 'models' })] });
      const scaler = newScaler(chart);
      newWorker(chart, { nodePool, scaler, modelCache, cachedModels: ['vae'] });
      const { initContainers: [gate], containers: [container] } = new Synthesized(chart).one('Deployment', 'worker').spec.template.spec;
      expect(container.volumeMounts.map(({ mountPath }: any) => mountPath)).toEqual(['/models/vae']);
      expect(gate.command.slice(4).map((arg: string) => arg.replace(/[0-9a-f]{12}$/, 'DIGEST')))
        .toEqual(['--marker', '/models/.ready-DIGEST', '--marker', '/models/.ready/vae-DIGEST', '--lease', '/models/.in-use']);
      expect(() => newWorker(chart, { nodePool, scaler, modelCache, cachedModels: ['vea'] }, 'misspelt'))
        .toThrow('chart/misspelt: cachedModels: got "vea"; expected one of sdxl, vae, which chart/cache brings; correct the name, or add the model there');
      const only = new ModelCacheDaemonSet(chart, 'only', { nodePool, directory: COMPILED, nodeLabelPrefix: 'only.example.com', models: [BROUGHT] });
      expect(() => newWorker(chart, { nodePool, scaler, modelCache: only, cachedModels: [] }, 'hasty')).toThrow('chart/hasty: cachedModels: got []; expected one of sdxl');
      expect(() => newWorker(chart, { nodePool, scaler, cachedModels: ['vae'] }, 'ungated')).toThrow('chart/ungated: cachedModels: got ["vae"]; expected nothing without modelCache');
    });

    test('another content is another file, so that an older one is not taken for ready', () => {
      const files = [
        { directory: DIRECTORY },
        { directory: DIRECTORY, images: ['a'] },
        { directory: DIRECTORY, models: [MODEL] },
        { directory: DIRECTORY, models: [CachedModel.image({ ...DOWNLOAD, args: ['download', 'stabilityai/sdxl-turbo'] })] },
      ].map((props) => inWorker(props).ready.command[1]);
      expect(new Set(files).size).toBe(files.length);
      expect(inWorker({ directory: DIRECTORY }).ready.command[1]).toBe(files[0]);
    });

    test('refuses a cache of other nodes, one of another namespace, one without a directory, and a second model directory', () => {
      const chart = newChart();
      const nodePool = newPool(chart);
      const modelCache = new ModelCacheDaemonSet(chart, 'cache', { nodePool, directory: DIRECTORY });
      expect(() => newWorker(newChart(), { modelCache })).toThrow("modelCache: got \"chart/cache\"; expected a ModelCacheDaemonSet for the worker's own nodes (chart/gpus)");
      expect(() => newWorker(chart, { nodePool, modelCache, modelDirectory: DIRECTORY }, 'other')).toThrow('modelDirectory: got {"hostPath":"/var/lib/models"');
      const elsewhere = new Chart(App.of(chart), 'elsewhere', { namespace: 'team-b' });
      expect(() => newWorker(elsewhere, { nodePool, modelCache })).toThrow('modelCache: got "chart/cache"; expected a ModelCacheDaemonSet in the worker\'s namespace (team-b)');
      expect(() => inWorker({ images: ['a'] })).toThrow('chart/worker: modelCache: got "chart/cache"; expected a ModelCacheDaemonSet with a directory or a compileCache');
    });
  });

  describe('the agent', () => {
    test('comes with its file, a ServiceAccount, and what this may do', () => {
      const { objects } = synthesized({ directory: DIRECTORY, models: [BROUGHT], startupTaint: true });
      expect(objects).toMatchSnapshot();
    });

    test('is there for models that it brings, and only for those', () => {
      const kinds = ({ objects }: Synthesized): string[] => objects.map(({ kind }) => kind).filter((kind) => !['NodePool', 'KWOKNodeClass'].includes(kind)).sort();
      expect(kinds(synthesized({ images: ['a'], directory: DIRECTORY, models: [MODEL] }))).toEqual(['DaemonSet', 'PriorityClass']);
      expect(kinds(synthesized({ directory: DIRECTORY, models: [BROUGHT], nodeReporting: false }))).toEqual(['ConfigMap', 'DaemonSet', 'PriorityClass']);
      expect(kinds(synthesized({ directory: DIRECTORY, models: [BROUGHT], nodeReporting: false, identity: WorkloadIdentity.awsPodIdentity() })))
        .toEqual(['ConfigMap', 'DaemonSet', 'PriorityClass', 'ServiceAccount']);
      expect(kinds(synthesized({ directory: DIRECTORY, models: [BROUGHT] }))).toEqual([
        'ClusterRole', 'ClusterRoleBinding', 'ConfigMap', 'DaemonSet', 'PriorityClass', 'Role', 'RoleBinding', 'ServiceAccount', 'ValidatingAdmissionPolicy',
        'ValidatingAdmissionPolicyBinding',
      ]);
    });

    test('brings every kind of source', () => {
      const { config: { models } } = agentOf({
        models: [
          BROUGHT,
          CachedModel.huggingFace({ ...SDXL, name: 'moving', revision: 'main', movingRevision: true, endpoint: 'https://hub.example.com', include: ['*.json'], exclude: ['*.bin'] }),
          CachedModel.s3({ name: 's3', bucket: 'models', prefix: 'llama', region: 'eu-central-1', endpoint: 'https://minio.ml', forcePathStyle: true }),
          CachedModel.https({ name: 'https', files: [{ url: 'https://example.com/model.gguf', path: 'model.gguf', sha256: 'a'.repeat(64) }] }),
          CachedModel.gcs({ name: 'gcs', bucket: 'models', prefix: 'llama' }),
          CachedModel.azureBlob({ name: 'azure', account: 'models', container: 'llama' }),
        ],
      });
      const { name, ...sdxl } = SDXL;
      expect(models).toEqual([
        { name, source: { type: 'huggingface', ...sdxl } },
        { name: 'moving', source: { type: 'huggingface', ...sdxl, revision: 'main', movingRevision: true, endpoint: 'https://hub.example.com', include: ['*.json'], exclude: ['*.bin'] } },
        { name: 's3', source: { type: 's3', bucket: 'models', prefix: 'llama', region: 'eu-central-1', endpoint: 'https://minio.ml', forcePathStyle: true } },
        { name: 'https', source: { type: 'https', files: [{ url: 'https://example.com/model.gguf', path: 'model.gguf', sha256: 'a'.repeat(64) }] } },
        { name: 'gcs', source: { type: 'gcs', bucket: 'models', prefix: 'llama' } },
        { name: 'azure', source: { type: 'azure-blob', account: 'models', container: 'llama' } },
      ]);
    });

    test('finds credentials in files, which change with their Secrets and bear their names, and none in its own file', () => {
      const secret = Secret.fromSecretName(newChart(), 'secret', 'hub');
      const objects = synthesized({
        directory: DIRECTORY,
        models: [
          BROUGHT,
          CachedModel.huggingFace({ ...SDXL, name: 'gated', token: { secret } }),
          CachedModel.https({ name: 'https', token: { secret, key: 'mirror' }, files: [{ url: 'https://example.com/a', path: 'a', sha256: 'a'.repeat(64) }] }),
          CachedModel.azureBlob({ name: 'azure', account: 'models', container: 'llama', accountKey: { secret } }),
          CachedModel.huggingFace({ ...SDXL, name: 'gated-too', token: { secret } }),
        ],
        env: { AWS_REGION: EnvValue.fromValue('eu-central-1') },
      });
      const { containers: [agent], volumes } = objects.one('DaemonSet').spec.template.spec;
      expect(values(agent.env)).toMatchObject({ AWS_REGION: 'eu-central-1' });
      const { mountPath, name: volume } = agent.volumeMounts.find(({ name }: any) => name === 'credentials');
      const file = (key: string): object => ({ secret: { name: 'hub', items: [{ key, path: `hub/${key}` }], optional: true } });
      // Not as environment variables, which stay as they are; optional, so that other models do not wait for one that is missing.
      expect(volumes.find(({ name }: any) => name === volume)).toEqual({ name: volume, projected: { sources: [file('token'), file('mirror'), file('account-key')] } });
      const { models } = parseModelCacheConfig(objects.one('ConfigMap').data['model-cache.json']);
      expect(models.map(({ source }: { source: ModelSource }) => Object.entries(source).filter(([name]) => name.endsWith('File')))).toEqual([
        [], [['tokenFile', `${mountPath}/hub/token`]], [['tokenFile', `${mountPath}/hub/mirror`]], [['accountKeyFile', `${mountPath}/hub/account-key`]],
        [['tokenFile', `${mountPath}/hub/token`]],
      ]);
    });

    test('trusts the authorities of a Secret beside the public ones, and mounts nothing else of it', () => {
      const secret = Secret.fromSecretName(newChart(), 'secret', 'private-ca');
      const { containers: [agent], volumes } = daemonSet({ directory: DIRECTORY, models: [BROUGHT], ca: { secret, key: 'root.pem' } }).spec.template.spec;
      const path = values(agent.env).NODE_EXTRA_CA_CERTS as string;
      const mount = agent.volumeMounts.find(({ mountPath }: any) => path.startsWith(mountPath));
      expect(mount.readOnly).toBe(true);
      expect(volumes.find(({ name }: any) => name === mount.name)).toEqual({
        name: mount.name, secret: { secretName: 'private-ca', items: [{ key: 'root.pem', path: path.slice(mount.mountPath.length + 1) }] },
      });
      expect(values(agentOf({}).agent.env)).not.toHaveProperty('NODE_EXTRA_CA_CERTS');
      expect(() => daemonSet({ images: ['a'], ca: { secret } })).toThrow('chart/cache: ca: got {"secret":"chart/secret"}; expected nothing without an agent');
    });

    test('takes its options', () => {
      const { agent, config } = agentOf({
        image: 'registry.example.com/scaler:1.0.0', memory: Size.gibibytes(1), diskBudget: Size.gibibytes(100), nodeLabelPrefix: 'models.example.com',
      });
      expect(agent).toMatchObject({ image: 'registry.example.com/scaler:1.0.0', resources: { requests: { memory: '1Gi' }, limits: { memory: '1Gi' } } });
      expect(config).toMatchObject({ diskBudget: 100 * 2 ** 30, node: { labelPrefix: 'models.example.com' } });
    });

    test('without reporting it has neither a token nor a node to report on', () => {
      const objects = synthesized({ directory: DIRECTORY, models: [BROUGHT], nodeReporting: false });
      const { spec } = objects.one('DaemonSet').spec.template;
      expect(spec.serviceAccountName).toBeUndefined();
      expect(JSON.stringify(spec)).not.toContain('serviceAccountToken');
      expect(parseModelCacheConfig(objects.one('ConfigMap').data['model-cache.json']).node).toBeUndefined();
    });

    test('is alone with its token: the images of others beside it have none', () => {
      const { spec } = daemonSet({ images: ['a'], directory: DIRECTORY, models: [MODEL, BROUGHT], compileCache: COMPILED }).spec.template;
      expect(spec.automountServiceAccountToken).toBe(false);
      const withToken = [...spec.initContainers, ...spec.containers].filter(({ volumeMounts = [] }: any) => volumeMounts.some(({ name }: any) => name === 'api-token'));
      expect(withToken.map(({ name }: any) => name)).toEqual(['agent']);
    });

    test('has the identity of its cloud', () => {
      const identity = WorkloadIdentity.azure({ clientId: '00000000-0000-0000-0000-000000000001' });
      const objects = synthesized({ directory: DIRECTORY, models: [BROUGHT], identity });
      expect(objects.one('ServiceAccount').metadata.annotations).toEqual({ 'azure.workload.identity/client-id': '00000000-0000-0000-0000-000000000001' });
      expect(objects.one('DaemonSet').spec.template.metadata.labels).toMatchObject({ 'azure.workload.identity/use': 'true' });
    });

    test('keeps what engines compile apart, without a directory that everybody may change', () => {
      const compileCacheEngines = [{ name: 'vllm', version: '0.19.1' }];
      const { agent, config } = agentOf({ models: [], compileCache: COMPILED, compileCacheEngines });
      expect(config).toMatchObject({ models: [], compileCache: { directory: '/compiled', engines: compileCacheEngines } });
      expect(agent.volumeMounts.slice(0, 2)).toEqual([{ name: 'models', mountPath: '/models' }, { name: 'compile-cache', mountPath: '/compiled' }]);
      const { initContainers } = daemonSet({ directory: DIRECTORY, compileCache: COMPILED, compileCacheEngines }).spec.template.spec;
      expect(initContainers.map(({ name }: any) => name)).toEqual(['ready']);
    });

    test('does not share its directory with another one on the same nodes', () => {
      const chart = newChart();
      const nodePool = newPool(chart);
      const cache = (id: string, props: Partial<ModelCacheDaemonSetProps> = {}): ModelCacheDaemonSet =>
        new ModelCacheDaemonSet(chart, id, { nodePool, directory: DIRECTORY, models: [BROUGHT], nodeLabelPrefix: `${id}.example.com`, ...props });
      cache('first');
      expect(() => cache('second')).toThrow('chart/second: directory: got {"hostPath":"/var/lib/models","mountPath":"/models"}; expected another hostPath than that of chart/first');
      expect(() => cache('elsewhere', { directory: NodeLocalDirectory.at('/var/lib/other') })).not.toThrow();
    });

    test('two on the same nodes give them different labels', () => {
      const chart = newChart();
      const nodePool = newPool(chart);
      const cache = (id: string, props: Partial<ModelCacheDaemonSetProps> = {}): ModelCacheDaemonSet =>
        new ModelCacheDaemonSet(chart, id, { nodePool, directory: NodeLocalDirectory.at(`/var/lib/${id}`), models: [BROUGHT], ...props });
      cache('first');
      expect(() => cache('second')).toThrow('chart/second: nodeLabelPrefix: got "models.cdk8s-gpu-autoscaler.dev"; expected another prefix than that of chart/first');
      expect(() => cache('third', { nodeLabelPrefix: 'models.example.com' })).not.toThrow();
      expect(() => cache('silent', { nodeReporting: false })).not.toThrow();
    });
  });

  describe('a startup taint', () => {
    test('is on new nodes of every tier, tolerated by the caches and by no worker', () => {
      const chart = newChart();
      const nodePool = newPool(chart, { tiers: [{ capacityType: CapacityType.SPOT }, { capacityType: CapacityType.ON_DEMAND }] });
      const other = new ModelCacheDaemonSet(chart, 'images', { nodePool, images: ['a'] });
      const cache = new ModelCacheDaemonSet(chart, 'cache', { nodePool, directory: DIRECTORY, models: [BROUGHT], startupTaint: true });
      newWorker(chart, { nodePool });
      const { objects } = new Synthesized(chart);
      const key = cache.startupTaintKey;
      expect(key).toMatch(/^model-cache\.cdk8s-gpu-autoscaler\.dev\/chart-cache-[0-9a-f]{8}$/);
      const pools = objects.filter(({ kind }) => kind === 'NodePool');
      expect(pools.map(({ spec }) => spec.template.spec.startupTaints)).toEqual([[{ key, effect: 'NoSchedule' }], [{ key, effect: 'NoSchedule' }]]);
      const tolerating = objects.filter(({ spec }) => spec?.template?.spec.tolerations?.some((toleration: any) => toleration.key === key));
      expect(tolerating.map(({ metadata }) => metadata.name).sort()).toEqual([cache.daemonSet.name, other.daemonSet.name].sort());
    });

    test('is not there unless it is wanted', () => {
      const objects = synthesized({ directory: DIRECTORY, models: [BROUGHT] });
      expect(objects.one('NodePool').spec.template.spec.startupTaints).toBeUndefined();
      expect(objects.one('DaemonSet').spec.template.spec.tolerations).toEqual([{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }]);
    });

    test('is refused where nobody would remove it, and where nobody can put it', () => {
      expect(() => daemonSet({ directory: DIRECTORY, models: [MODEL], startupTaint: true })).toThrow('chart/cache: startupTaint: got true; expected models that the agent brings');
      expect(() => daemonSet({ directory: DIRECTORY, models: [BROUGHT], startupTaint: true, nodeReporting: false })).toThrow('chart/cache: startupTaint: got true');
      const chart = newChart();
      const nodePool = new GpuNodeGroups(chart, 'groups', {
        clusterName: 'ml',
        gpu: Gpu.L4,
        maxGpus: 4,
        instanceTypes: ['g6.xlarge'],
        disk: NodeDisk.of(Size.gibibytes(100)),
        groups: [{ name: 'l4', capacityType: CapacityType.ON_DEMAND, maxGpus: 4 }],
      });
      expect(() => new ModelCacheDaemonSet(chart, 'cache', { nodePool, directory: DIRECTORY, models: [BROUGHT], startupTaint: true }))
        .toThrow('chart/cache: startupTaint: got true; expected nodes of a GpuNodePool');
    });
  });

  test('goes before the workers and pushes none out', () => {
    const chart = newChart();
    new ModelCacheDaemonSet(chart, 'cache', { nodePool: newPool(chart), images: ['a'] });
    expect(new Synthesized(chart).one('PriorityClass')).toMatchObject({ value: 1000, preemptionPolicy: 'Never' });
  });

  test.each([
    [{}, 'chart/cache: images: got []; expected an image to pull or a directory to keep'],
    [{ images: ['a', 'a'] }, 'images: got "a"; expected each image once'],
    [{ images: [''] }, 'images[0]: got ""'],
    [{ models: [MODEL] }, 'directory: got nothing; expected a NodeLocalDirectory, because there are models'],
    [{ directory: DIRECTORY, models: [CachedModel.image({ image: '' })] }, 'models[0].image: got ""'],
    [{ directory: DIRECTORY, models: [CachedModel.image({ ...DOWNLOAD, memory: Size.mebibytes(0) })] }, 'models[0].memory (MiB): got 0'],
    [{ directory: DIRECTORY, models: [BROUGHT, BROUGHT] }, 'chart/cache: modelCache.models: got "sdxl"; expected each name once'],
    [{ directory: DIRECTORY, models: [CachedModel.huggingFace({ ...SDXL, revision: 'main' })] }, 'chart/cache: modelCache.models[0].source.revision: got "main"; expected a commit'],
    [{ directory: DIRECTORY, compileCacheEngines: [{ name: 'vllm', version: '0.19.1' }] }, 'chart/cache: compileCacheEngines: got [{"name":"vllm","version":"0.19.1"}]; expected nothing without compileCache'],
    [{ directory: DIRECTORY, diskBudget: Size.gibibytes(1) }, 'chart/cache: diskBudget: got'],
    [{ directory: DIRECTORY, models: [MODEL], memory: Size.gibibytes(1) }, 'chart/cache: memory: got'],
    [{ images: ['a'], nodeLabelPrefix: 'models.example.com' }, 'chart/cache: nodeLabelPrefix: got "models.example.com"; expected nothing without an agent'],
    [{ images: ['a'], identity: WorkloadIdentity.awsPodIdentity() }, 'chart/cache: identity: got'],
    [{ images: ['a'], env: { HTTPS_PROXY: EnvValue.fromValue('http://proxy:3128') } }, 'chart/cache: env: got'],
    [{ directory: DIRECTORY, models: [BROUGHT], image: '' }, 'chart/cache: image: got ""'],
    [{ directory: DIRECTORY, models: [BROUGHT], memory: Size.mebibytes(63) }, 'chart/cache: memory (MiB): got 63; expected a whole number of at least 64'],
    [{ directory: DIRECTORY, models: [BROUGHT], diskBudget: Size.mebibytes(0) }, 'chart/cache: modelCache.diskBudget: got 0'],
    [{ directory: DIRECTORY, models: [BROUGHT], nodeLabelPrefix: 'Models/x' }, 'chart/cache: nodeLabelPrefix: got "Models/x"; expected a DNS name'],
    [{ directory: DIRECTORY, compileCache: DIRECTORY }, 'compileCache: got {"hostPath":"/var/lib/models","mountPath":"/models"}; expected other paths than those of directory'],
    [{ directory: DIRECTORY, compileCache: NodeLocalDirectory.at('/var/lib/models', '/other') }, 'compileCache: got'],
    [{ directory: DIRECTORY, compileCache: NodeLocalDirectory.at('/var/lib/other', '/models') }, 'compileCache: got'],
  ])('refuses %j', (props, message) => {
    expect(() => daemonSet(props)).toThrow(message);
  });
});
