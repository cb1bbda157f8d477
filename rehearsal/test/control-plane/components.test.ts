import { Component, componentsOf } from '../../src/control-plane/components';
import { instanceFolder, PORT_NAMES, Ports } from '../../src/control-plane/instance';
import { COMPONENTS, ControlPlaneOptions, resolveOptions } from '../../src/control-plane/options';

const PORTS = Object.fromEntries(PORT_NAMES.map((name, index) => [name, 20_000 + index])) as unknown as Ports;
const components = (options: ControlPlaneOptions = {}): Component[] => (
  componentsOf(instanceFolder('a', { GPU_AUTOSCALER_CACHE: '/cache' }), PORTS, resolveOptions({ name: 'a', ...options })));
const component = (name: string, options: ControlPlaneOptions = {}): Component => components(options).find((each) => each.name === name)!;

test('all components run, in the order in which they start; without webhooks all others', () => {
  expect(components().map(({ name }) => name)).toEqual([...COMPONENTS]);
  expect(components({ kedaWebhooks: false }).map(({ name }) => name)).toEqual(COMPONENTS.filter((name) => name !== 'keda-admission-webhooks'));
});

test('each listens on ports of its own, and every port is used', () => {
  const used = components().flatMap(({ args, env }) => [...args, ...Object.values(env)].flatMap((text) => text.match(/\b2000\d\b|\b2001\d\b/g) ?? []));
  expect(new Set(used.map(Number))).toEqual(new Set(Object.values(PORTS)));
});

test('whatever can be bound to an address is bound to loopback', () => {
  for (const { args } of components()) {
    expect(args.filter((arg) => /0\.0\.0\.0|\[::\]|-address=:/.test(arg))).toEqual([]);
  }
  for (const name of ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'keda-metrics-apiserver']) {
    expect(component(name).args).toContain('--bind-address=127.0.0.1');
  }
});

test('the API server has RBAC on', () => {
  expect(component('kube-apiserver').args).toContain('--authorization-mode=RBAC');
});

test('the HPA decides every 15 s, or as asked, also in fractions', () => {
  expect(component('kube-controller-manager').args).toContain('--horizontal-pod-autoscaler-sync-period=15s');
  expect(component('kube-controller-manager', { hpaSyncPeriod: 0.75 }).args).toContain('--horizontal-pod-autoscaler-sync-period=0.75s');
});

test('Karpenter has its feature gates, and instance types only when given', () => {
  expect(component('karpenter').env.FEATURE_GATES).toBe('CapacityBuffer=true,StaticCapacity=true,NodeOverlay=true');
  expect(component('karpenter').env).not.toHaveProperty('INSTANCE_TYPES_FILE_PATH');
  expect(component('karpenter', { instanceTypesFile: require.resolve('./instance-types.json') }).env.INSTANCE_TYPES_FILE_PATH).toMatch(/instance-types\.json$/);
});

test('KEDA watches all namespaces, as the service account of its installations', () => {
  for (const name of ['keda-operator', 'keda-metrics-apiserver', 'keda-admission-webhooks']) {
    expect(component(name).env).toMatchObject({ WATCH_NAMESPACE: '', KUBECONFIG: '/cache/instances/a/keda.kubeconfig' });
  }
});

test('further flags come last, so that they count; further environment overrides', () => {
  const options = { flags: { 'kube-scheduler': ['--kube-api-qps=1'] }, env: { karpenter: { BATCH_IDLE_DURATION: '100ms', DISABLE_LEADER_ELECTION: 'false' } } };
  expect(component('kube-scheduler', options).args.at(-1)).toBe('--kube-api-qps=1');
  expect(component('karpenter', options).env).toMatchObject({ BATCH_IDLE_DURATION: '100ms', DISABLE_LEADER_ELECTION: 'false' });
  expect(component('kwok', options)).toEqual(component('kwok'));
});
