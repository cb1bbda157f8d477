import { ModelCacheDaemonSet, NodeLocalDirectory } from '../../lib';
import { newChart, newPool, Synthesized } from '../support/synth';

function daemonSet(props: { images?: string[]; directory?: NodeLocalDirectory }): any {
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

  test('keeps a directory on the node', () => {
    const { spec } = daemonSet({ directory: NodeLocalDirectory.at('/var/lib/models', '/weights') }).spec.template;
    expect(spec.volumes).toEqual([{ name: 'models', hostPath: { path: '/var/lib/models', type: 'DirectoryOrCreate' } }]);
    expect(spec.containers[0].volumeMounts).toEqual([{ name: 'models', mountPath: '/weights' }]);
    expect(spec).not.toHaveProperty('initContainers');
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
  ])('refuses %j', (props, message) => {
    expect(() => daemonSet(props)).toThrow(message);
  });
});
