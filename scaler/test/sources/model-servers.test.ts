import { status } from '@grpc/grpc-js';
import { SourceMetadata, TritonSourceMetadata, VllmSourceMetadata } from '../../../lib/contract';
import { describeWithPrometheus, PrometheusServer } from '../../../test/support/prometheus-server';
import { Scaler } from '../../src/scaler';
import { Keda, pause, ref, start, timed } from '../support';

describeWithPrometheus('model servers', () => {
  let prometheus: PrometheusServer;
  let scaler: Scaler;
  let keda: Keda;

  beforeAll(async () => {
    prometheus = await PrometheusServer.start();
    await prometheus.expose('');
    scaler = await start({ connections: { metrics: { type: 'prometheus', url: prometheus.url } } });
    keda = new Keda(scaler.grpcPort);
  }, 30_000);
  afterAll(async () => {
    keda.close();
    await scaler.stop();
    await prometheus.stop();
  });

  const poll = (source: SourceMetadata) => keda.poll(ref(source));
  const problem = async (source: SourceMetadata) => {
    const { error } = await timed(() => keda.getMetrics(ref(source)));
    expect(error).toMatchObject({ code: status.UNAVAILABLE });
    return error!.details;
  };

  describe('vLLM', () => {
    const source = (modelName: string, more: Partial<VllmSourceMetadata> = {}): VllmSourceMetadata => (
      { type: 'vllm', connection: 'metrics', modelName, onEmpty: 'error', ...more });
    const metrics = (model: string, waiting: number, running: number, engine: number = 0) => [
      `vllm:num_requests_waiting{engine="${engine}",model_name="${model}"} ${waiting}`,
      `vllm:num_requests_running{engine="${engine}",model_name="${model}"} ${running}`,
    ].join('\n');

    test('counts requests waiting and running, of all pods and engines', async () => {
      await prometheus.expose(`${metrics('llama', 3, 4)}\n${metrics('llama', 10, 20, 1)}`);
      await prometheus.expose(metrics('llama', 100, 200), 1);
      expect(await poll(source('llama'))).toEqual({ target: 5, value: 337, active: true });
    });

    test('of one model and one namespace', async () => {
      await prometheus.expose(`${metrics('mistral', 1, 1)}\n${metrics('gemma', 5, 5)}`);
      expect(await poll(source('mistral', { namespace: 'ml-platform' }))).toMatchObject({ value: 2 });
      expect(await problem(source('mistral', { namespace: 'elsewhere' }))).toContain('no pod that exports its metrics');
    });

    test('whatever a model is called', async () => {
      const name = 'org/a "b" \\ {c}, d=~".*"';
      await prometheus.expose(metrics(name.replaceAll('\\', '\\\\').replaceAll('"', '\\"'), 2, 1));
      expect(await poll(source(name))).toMatchObject({ value: 3 });
      expect(await problem(source('.*'))).toContain('no pod that exports its metrics');
    });

    test('the last ones running: they, though nothing waits', async () => {
      await prometheus.expose(metrics('last', 0, 2));
      expect(await poll(source('last'))).toMatchObject({ value: 2, active: true });
    });

    test('all done: 0', async () => {
      await prometheus.expose(metrics('done', 0, 0));
      expect(await poll(source('done'))).toMatchObject({ value: 0, active: false });
    });

    test('one request is enough to be active', async () => {
      await prometheus.expose(metrics('one', 1, 0));
      expect(await poll(source('one'))).toMatchObject({ value: 1, active: true });
    });

    test('no pod is an error, which says what to check', async () => {
      expect(await problem(source('absent'))).toBe(`connection metrics: ${prometheus.url}: vLLM {model_name="absent"}: Prometheus has no pod that exports its metrics; `
        + 'check that the pods run and are scraped, and the names of the metric source ('
        + 'label_replace(sum(vllm:num_requests_waiting{model_name="absent"}), "jobs", "waiting", "", "") '
        + 'or label_replace(sum(vllm:num_requests_running{model_name="absent"}), "jobs", "inFlight", "", ""))');
    });

    test('pods that are no longer scraped are an error', async () => {
      await prometheus.expose(metrics('leaving', 3, 0), 1);
      expect(await poll(source('leaving'))).toMatchObject({ value: 3 });
      await prometheus.end(1);
      await pause(1050);
      expect(await problem(source('leaving'))).toContain('no pod that exports its metrics');
    });

    test('no pod is 0 where that is wanted', async () => {
      expect(await poll(source('absent', { onEmpty: 'zero' }))).toMatchObject({ value: 0, active: false });
    });

    test('half of the metrics is an error, even then', async () => {
      await prometheus.expose('vllm:num_requests_waiting{model_name="half"} 0');
      expect(await problem(source('half', { onEmpty: 'zero' }))).toContain('Prometheus has nothing that tells inFlight, though other metrics of it');
    });
  });

  describe('Triton', () => {
    const source = (model: string, more: Partial<TritonSourceMetadata> = {}): TritonSourceMetadata => (
      { type: 'triton', connection: 'metrics', model, window: '2s', onEmpty: 'error', ...more });
    /** Microseconds of compute by now, of as many requests as are in each step all the time. */
    const compute = (model: string, requests: readonly number[], version: number = 1) => ['input', 'infer', 'output'].map((step, index) => (
      `nv_inference_compute_${step}_duration_us{model="${model}",version="${version}"} ${Math.round(requests[index] * performance.now() * 1000)}`)).join('\n');
    const pending = (model: string, requests: number, version: number = 1) => `nv_inference_pending_request_count{model="${model}",version="${version}"} ${requests}`;

    test('counts requests pending, and the average number in compute, of all pods and versions', async () => {
      await prometheus.expose(() => `${pending('resnet', 40)}\n${compute('resnet', [0.5, 2, 0.5])}`);
      await prometheus.expose(() => `${pending('resnet', 2, 2)}\n${compute('resnet', [0, 2, 0], 2)}`, 1);
      await pause(2000);
      const { value, active } = await poll(source('resnet'));
      expect(value).toBeGreaterThan(46.5);
      expect(value).toBeLessThan(47.5);
      expect(active).toBe(true);
    });

    test('those waiting by the time that they spend in the queue, if asked to', async () => {
      const queue = (requests: number) => `nv_inference_queue_duration_us{model="queued",version="1"} ${Math.round(requests * performance.now() * 1000)}`;
      await prometheus.expose(() => `${pending('queued', 40)}\n${queue(6)}\n${compute('queued', [0, 2, 0])}`);
      await pause(2000);
      const { value } = await poll(source('queued', { averageQueue: true }));
      expect(value).toBeGreaterThan(7.5);
      expect(value).toBeLessThan(8.5);
    });

    test('of one version and one namespace', async () => {
      const idle = [0, 0, 0];
      await prometheus.expose(() => [pending('bert', 3), compute('bert', idle), pending('bert', 10, 2), compute('bert', idle, 2)].join('\n'));
      await pause(500);
      expect(await poll(source('bert'))).toMatchObject({ value: 13 });
      expect(await poll(source('bert', { version: '2', namespace: 'ml-platform' }))).toMatchObject({ value: 10 });
      expect(await problem(source('bert', { version: '3' }))).toContain('Triton {model="bert",version="3"}: Prometheus has no pod that exports its metrics');
    });

    test('the last ones in compute: they, though nothing is pending', async () => {
      await prometheus.expose(() => `${pending('busy', 0)}\n${compute('busy', [0, 2, 0])}`);
      await pause(1000);
      const { value, active } = await poll(source('busy'));
      expect(value).toBeGreaterThan(1);
      expect(active).toBe(true);
    });

    test('all done: 0', async () => {
      await prometheus.expose(() => `${pending('idle', 0)}\n${compute('idle', [0, 0, 0])}`);
      await pause(500);
      expect(await poll(source('idle'))).toMatchObject({ value: 0, active: false });
    });

    test('a window that holds fewer than two scrapes is an error', async () => {
      await prometheus.expose(`${pending('slow', 3)}`);
      expect(await problem(source('slow'))).toContain('Prometheus has nothing that tells inFlight, though other metrics of it');
      await prometheus.expose('nv_inference_queue_duration_us{model="new",version="1"} 5');
      expect(await problem(source('new', { averageQueue: true, onEmpty: 'zero' }))).toContain('Prometheus has nothing that tells waiting, though other metrics of it');
    });

    test('no pod is an error, or 0 where that is wanted', async () => {
      expect(await problem(source('absent'))).toContain('Triton {model="absent"}: Prometheus has no pod that exports its metrics');
      expect(await poll(source('absent', { onEmpty: 'zero' }))).toMatchObject({ value: 0, active: false });
    });
  });
});
