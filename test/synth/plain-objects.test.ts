import { ApiObject, App, Chart, Duration, JsonPatch, Lazy } from 'cdk8s';
import { EnvValue, k8s, Secret } from 'cdk8s-plus-28';
import { Connection, ExternalScaler, GpuAutoscaledWorker, GpuAutoscaledWorkerProps, HealthCheck, keda, NodeLocalDirectory, ScalerTls } from '../../lib';
import { newChart, newWorker } from '../support/synth';

/** What cdk8s itself makes of an object of a worker. */
function ofCdk8s(object: ApiObject): unknown {
  const { prototype } = object.kind === 'Deployment' ? k8s.KubeDeployment : keda.ScaledObject;
  return prototype.toJson.call(object);
}

/** Compares as text: the order of the keys counts. */
function expectSame({ deployment, scaledObject }: GpuAutoscaledWorker): void {
  for (const object of [deployment, scaledObject]) {
    expect(JSON.stringify(object.toJson())).toBe(JSON.stringify(ofCdk8s(object)));
  }
}

describe('the Deployment and the ScaledObject of a worker are rendered as cdk8s does', () => {
  test.each<[string, (chart: Chart) => Partial<GpuAutoscaledWorkerProps>]>([
    ['nothing but defaults', () => ({})],
    ['every option of the pod', (chart) => {
      const secret = Secret.fromSecretName(chart, 'secret', 'secret');
      return {
        command: ['serve'],
        args: ['--port', '80'],
        env: { MODEL: EnvValue.fromValue('sdxl'), TOKEN: EnvValue.fromSecretValue({ secret, key: 'token' }), NODE: { value: undefined, valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } } as EnvValue },
        preStop: ['drain'],
        modelDirectory: NodeLocalDirectory.at('/var/lib/models'),
        imagePullSecrets: [secret],
        healthCheck: HealthCheck.command('check'),
        serviceAccountName: 'worker',
        metadata: { name: 'worker', labels: { b: '1', a: '2' }, annotations: { note: 'text' } },
      };
    }],
    ['a scaler with TLS, and several replicas at once', (chart) => {
      const secret = Secret.fromSecretName(chart, 'secret', 'secret');
      return { scaler: new ExternalScaler(chart, 'tls', { connections: { jobs: Connection.redis({ host: 'redis' }) }, tls: ScalerTls.secrets({ serverSecret: secret, clientSecret: secret }) }), wakeTo: 3 };
    }],
    ['a behavior', () => ({ behavior: { scaleUp: { policies: [{ value: 1, type: 'Pods', periodSeconds: 60 }] }, scaleDown: { selectPolicy: 'Disabled' } }, minReplicas: 1, pollingInterval: Duration.seconds(5) })],
    ['a token', () => ({ args: [Lazy.any({ produce: () => 'late' })] })],
  ])('%s', (_, options) => {
    const chart = newChart();
    expectSame(newWorker(chart, options(chart)));
  });

  test('a patch, and metadata that is added later', () => {
    const worker = newWorker(newChart());
    for (const object of [worker.deployment, worker.scaledObject]) {
      object.addJsonPatch(JsonPatch.add('/spec/added', 1));
      object.metadata.addFinalizers('example.com/wait');
    }
    expectSame(worker);
    expect(worker.scaledObject.toJson().metadata.finalizers).toEqual(['example.com/wait']);
  });

  test("a resolver of the app's own", () => {
    const app = new App({ resolvers: [{ resolve: (context) => context.value === 'worker' && context.replaceValue('renamed') }] });
    const worker = newWorker(new Chart(app, 'chart', { namespace: 'ml-platform' }));
    expectSame(worker);
    expect(worker.deployment.toJson().spec.template.spec.containers[0].name).toBe('renamed');
  });

  test('but in one pass', () => {
    const { deployment, scaledObject } = newWorker(newChart());
    const renderings = [k8s.KubeDeployment, keda.ScaledObject].map(({ prototype }) => jest.spyOn(prototype, 'toJson'));
    deployment.toJson();
    scaledObject.toJson();
    expect(renderings.map((rendering) => rendering.mock.calls.length)).toEqual([0, 0]);
    renderings.forEach((rendering) => rendering.mockRestore());
  });
});
