import { spawn } from 'child_process';
import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Size } from 'cdk8s';
import { EnvValue } from 'cdk8s-plus-28';
import { ModelCacheDaemonSet, ModelCacheDaemonSetProps, NodeLocalDirectory } from '../../lib';
import { newChart, newPool, newWorker, Synthesized } from '../support/synth';

const DIRECTORY = NodeLocalDirectory.at('/var/lib/models');
const COMPILED = NodeLocalDirectory.at('/var/lib/compiled', '/compiled');
const MODEL = { image: 'registry.example.com/downloader:1.0.0', args: ['download', 'stabilityai/sdxl'] };

function daemonSet(props: Partial<ModelCacheDaemonSetProps>): any {
  const chart = newChart();
  new ModelCacheDaemonSet(chart, 'cache', { nodePool: newPool(chart), ...props });
  return new Synthesized(chart).one('DaemonSet');
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

  test('fills it: images first, then the models in their order, and only then it is ready', () => {
    const models = [{ ...MODEL, env: { HF_TOKEN: EnvValue.fromValue('x') }, memory: Size.gibibytes(2) }, { ...MODEL, command: ['fetch'] }];
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
      return { pod: objects.one('Deployment', 'worker').spec.template.spec, ready: objects.one('DaemonSet').spec.template.spec.initContainers.pop() };
    };

    test('mounts the models to read and the compile cache to write', () => {
      const { pod } = inWorker({ directory: DIRECTORY, models: [MODEL], compileCache: COMPILED });
      expect(pod.containers[0].volumeMounts).toEqual([{ name: 'models', mountPath: '/models', readOnly: true }, { name: 'compile-cache', mountPath: '/compiled' }]);
      expect(pod.volumes.map(({ hostPath }: any) => hostPath.path)).toEqual(['/var/lib/models', '/var/lib/compiled']);
    });

    test.each([
      ['a directory', { directory: DIRECTORY }],
      ['a compile cache only', { compileCache: COMPILED }],
      ['everything', { images: ['a'], directory: DIRECTORY, models: [MODEL], compileCache: COMPILED }],
    ])('holds it back until the file is there that the node gets last: %s', (_, props) => {
      const { pod, ready } = inWorker(props);
      expect(pod.initContainers).toHaveLength(1);
      const [gate] = pod.initContainers;
      expect(gate.command.slice(0, 2)).toEqual(['sh', '-c']);
      expect(gate.command[3]).toBe(ready.command[1]);
      expect(gate.volumeMounts).toEqual([{ ...ready.volumeMounts[0], readOnly: true }]);
      expect(JSON.stringify(gate.resources)).not.toContain('nvidia.com/gpu');
    });

    test('the gate ends when the file appears, and not before', async () => {
      const [gate] = inWorker({ directory: DIRECTORY }).pod.initContainers;
      const file = join(mkdtempSync(join(tmpdir(), 'gate-')), 'ready');
      const said: string[] = [];
      const shell = spawn(gate.command[0], [gate.command[1], gate.command[2], file]);
      shell.stdout.on('data', (data) => {
        said.push(String(data));
        writeFileSync(file, '');
      });
      expect(await new Promise((resolve) => shell.on('exit', resolve))).toBe(0);
      expect(said).toEqual([`waiting for the model cache: ${file} is not there yet\n`]);
    });

    test('another content is another file, so that an older one is not taken for ready', () => {
      const files = [
        { directory: DIRECTORY },
        { directory: DIRECTORY, images: ['a'] },
        { directory: DIRECTORY, models: [MODEL] },
        { directory: DIRECTORY, models: [{ ...MODEL, args: ['download', 'stabilityai/sdxl-turbo'] }] },
      ].map((props) => inWorker(props).ready.command[1]);
      expect(new Set(files).size).toBe(files.length);
      expect(inWorker({ directory: DIRECTORY }).ready.command[1]).toBe(files[0]);
    });

    test('refuses a cache of other nodes, one without a directory, and a second model directory', () => {
      const chart = newChart();
      const nodePool = newPool(chart);
      const modelCache = new ModelCacheDaemonSet(chart, 'cache', { nodePool, directory: DIRECTORY });
      expect(() => newWorker(newChart(), { modelCache })).toThrow("modelCache: got \"chart/cache\"; expected a ModelCacheDaemonSet for the worker's own nodes (chart/gpus)");
      expect(() => newWorker(chart, { nodePool, modelCache, modelDirectory: DIRECTORY }, 'other')).toThrow('modelDirectory: got {"hostPath":"/var/lib/models"');
      expect(() => inWorker({ images: ['a'] })).toThrow('chart/worker: modelCache: got "chart/cache"; expected a ModelCacheDaemonSet with a directory or a compileCache');
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
    [{ directory: DIRECTORY, models: [{ image: '' }] }, 'models[0].image: got ""'],
    [{ directory: DIRECTORY, models: [{ ...MODEL, memory: Size.mebibytes(0) }] }, 'models[0].memory (MiB): got 0'],
    [{ directory: DIRECTORY, compileCache: DIRECTORY }, 'compileCache: got {"hostPath":"/var/lib/models","mountPath":"/models"}; expected other paths than those of directory'],
    [{ directory: DIRECTORY, compileCache: NodeLocalDirectory.at('/var/lib/models', '/other') }, 'compileCache: got'],
    [{ directory: DIRECTORY, compileCache: NodeLocalDirectory.at('/var/lib/other', '/models') }, 'compileCache: got'],
  ])('refuses %j', (props, message) => {
    expect(() => daemonSet(props)).toThrow(message);
  });
});
