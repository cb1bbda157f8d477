import dns from 'dns';
import { once } from 'events';
import { createServer, Server } from 'http';
import { status } from '@grpc/grpc-js';
import { SourceMetadata, TritonSourceMetadata, VllmSourceMetadata } from '../../../lib/contract';
import { freePort } from '../../../rehearsal/src/run/free-port';
import { Scaler } from '../../src/scaler';
import { Keda, pause, ref, start, timed } from '../support';

const HOST = 'pods.ml-platform';

/** A pod, on a loopback address of its own, that exports what the test says. */
class Pod {
  public metrics: string | undefined = '';
  private readonly server: Server;

  public constructor(public readonly address: string, port: number) {
    this.server = createServer(({ url, headers }, response) => {
      if (this.metrics === undefined) {
        return; // it is hung
      }
      const found = url === '/metrics' && headers.host === `${HOST}:${port}` && headers.accept === 'text/plain';
      response.writeHead(found ? 200 : 404, { 'content-type': 'text/plain; version=0.0.4' }).end(found ? this.metrics : '');
    }).listen(port, address);
  }

  public async listening(): Promise<void> {
    await once(this.server, 'listening');
  }

  public end(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

describe('model servers that are asked themselves', () => {
  let port: number;
  let pods: Pod[];
  let scaler: Scaler;
  let keda: Keda;
  /** What the name of the headless Service resolves to; an error's code if it does not. */
  let resolves: () => readonly { readonly address: string; readonly family: number }[] | string;

  beforeEach(async () => {
    port = await freePort();
    pods = ['127.0.0.1', '127.0.0.2', '127.0.0.3'].map((address) => new Pod(address, port));
    await Promise.all(pods.map((pod) => pod.listening()));
    resolves = () => pods.slice(0, 2).map(({ address }) => ({ address, family: 4 }));
    const { lookup } = dns;
    jest.spyOn(dns, 'lookup').mockImplementation(((host: string, options: dns.LookupAllOptions, callback: (error: Error | null, all: unknown) => void) => {
      if (host !== HOST) {
        lookup(host, options, callback as never);
        return;
      }
      const answer = resolves();
      process.nextTick(() => (typeof answer === 'string'
        ? callback(Object.assign(new Error(`getaddrinfo ${answer} ${HOST}`), { code: answer }), [])
        : callback(null, answer)));
    }) as never);
    scaler = await start({ connections: { pods: { type: 'model-servers', url: `http://${HOST}:${port}` } } });
    keda = new Keda(scaler.grpcPort);
  });
  afterEach(async () => {
    keda.close();
    await scaler.stop();
    pods.forEach((pod) => pod.end());
    jest.restoreAllMocks();
  });

  const poll = (source: SourceMetadata) => keda.poll(ref(source));
  const problem = async (source: SourceMetadata) => {
    const { error, ms } = await timed(() => keda.getMetrics(ref(source)));
    expect(error).toMatchObject({ code: status.UNAVAILABLE });
    expect(ms).toBeLessThan(2000);
    return error!.details;
  };
  /** Calls share a reading for a second. */
  const anew = () => pause(1050);

  describe('vLLM', () => {
    const source = (modelName: string, more: Partial<VllmSourceMetadata> = {}): VllmSourceMetadata => (
      { type: 'vllm', connection: 'pods', modelName, onEmpty: 'error', ...more });
    const metrics = (model: string, waiting: number, running: number, engine: number = 0) => [
      '# HELP vllm:num_requests_running Number of requests in model execution batches.',
      '# TYPE vllm:num_requests_running gauge',
      `vllm:num_requests_running{engine="${engine}",model_name="${model}"} ${running}.0`,
      '# HELP vllm:num_requests_waiting Number of requests waiting to be processed.',
      '# TYPE vllm:num_requests_waiting gauge',
      `vllm:num_requests_waiting{engine="${engine}",model_name="${model}"} ${waiting}.0`,
      `vllm:num_requests_waiting_by_reason{engine="${engine}",model_name="${model}",reason="capacity"} 1000.0`,
      '',
    ].join('\n');

    test('counts requests waiting and running, of all pods and engines, as they are now', async () => {
      pods[0].metrics = metrics('llama', 3, 4) + metrics('llama', 10, 20, 1);
      pods[1].metrics = metrics('llama', 100, 200);
      expect(await poll(source('llama'))).toEqual({ target: 5, value: 337, active: true });
      pods[1].metrics = metrics('llama', 0, 0);
      await anew();
      expect(await poll(source('llama'))).toMatchObject({ value: 37 });
    });

    test('of one model, whatever it is called', async () => {
      const name = 'org/a "b" \\ {c}, d=~".*"';
      pods[0].metrics = metrics(name.replaceAll('\\', '\\\\').replaceAll('"', '\\"'), 2, 1) + metrics('other', 50, 50);
      pods[1].metrics = pods[0].metrics;
      expect(await poll(source(name))).toMatchObject({ value: 6 });
    });

    test('the last ones running: they, though nothing waits; then 0', async () => {
      pods[0].metrics = metrics('llama', 0, 2);
      pods[1].metrics = metrics('llama', 0, 0);
      expect(await poll(source('llama'))).toMatchObject({ value: 2, active: true });
      pods[0].metrics = metrics('llama', 0, 0);
      await anew();
      expect(await poll(source('llama'))).toMatchObject({ value: 0, active: false });
    });

    test('a pod that comes is counted, one that has gone is not', async () => {
      pods.forEach((pod, index) => pod.metrics = metrics('llama', 10 ** index, 0));
      expect(await poll(source('llama'))).toMatchObject({ value: 11 });
      resolves = () => [{ address: '127.0.0.2', family: 4 }, { address: '127.0.0.3', family: 4 }];
      await anew();
      expect(await poll(source('llama'))).toMatchObject({ value: 110 });
    });

    test('a pod with addresses of two families is counted once', async () => {
      pods[0].metrics = metrics('llama', 3, 0);
      resolves = () => [{ address: '::1', family: 6 }, { address: '127.0.0.1', family: 4 }];
      expect(await poll(source('llama'))).toMatchObject({ value: 3 });
    });

    test('no pod is an error, which says what to check', async () => {
      resolves = () => 'ENOTFOUND';
      expect(await problem(source('llama'))).toBe(`connection pods: http://${HOST}:${port}: vLLM {model_name="llama"}: no pod has an address; `
        + 'check that the pods run and are ready, and that the host of the connection is their headless Service');
    });

    test('no pod is 0 where that is wanted; a name that cannot be resolved is an error even then', async () => {
      resolves = () => 'ENOTFOUND';
      expect(await poll(source('llama', { onEmpty: 'zero' }))).toMatchObject({ value: 0, active: false });
      resolves = () => 'EAI_AGAIN';
      await anew();
      expect(await problem(source('llama', { onEmpty: 'zero' }))).toContain(`${HOST} cannot be resolved (getaddrinfo EAI_AGAIN ${HOST}); check the cluster's DNS`);
    });

    test.each([
      ['has nobody who listens', () => pods[1].end(), 'pod 127.0.0.2: connect ECONNREFUSED'],
      ['is hung', () => pods[1].metrics = undefined, 'pod 127.0.0.2: did not answer within 1000 ms'],
      ['tells nothing of the model', () => pods[1].metrics = metrics('other', 0, 0), 'pod 127.0.0.2 exports no vllm:num_requests_waiting of the model'],
      ['tells half', () => pods[1].metrics = 'vllm:num_requests_waiting{model_name="llama"} 0', 'pod 127.0.0.2 exports no vllm:num_requests_running of the model'],
      ['tells no number', () => pods[1].metrics = metrics('llama', NaN, 0).replace('.0', ''), 'pod 127.0.0.2 exports vllm:num_requests_waiting as NaN.0; expected a finite number'],
    ])('a pod that %s is an error, whatever the others have and whatever no pod means', async (_, happens, message) => {
      pods[0].metrics = metrics('llama', 0, 0);
      happens();
      expect(await problem(source('llama', { onEmpty: 'zero' }))).toContain(message);
    });

    test('a namespace is refused: the host says which pods', async () => {
      const { error } = await timed(() => keda.getMetrics(ref(source('llama', { namespace: 'ml-platform' }))));
      expect(error).toMatchObject({ code: status.INVALID_ARGUMENT, details: expect.stringContaining('namespace: got "ml-platform"; expected nothing with a connection to the pods') });
    });
  });

  describe('Triton', () => {
    const source = (model: string, more: Partial<TritonSourceMetadata> = {}): TritonSourceMetadata => (
      { type: 'triton', connection: 'pods', model, window: '2s', onEmpty: 'error', ...more });
    const metrics = (model: string, pending: number, computeSeconds: number, version: number = 1) => [
      `nv_inference_pending_request_count{model="${model}",version="${version}"} ${pending}`,
      ...['input', 'infer', 'output'].map((step) => (
        `nv_inference_compute_${step}_duration_us{model="${model}",version="${version}"} ${Math.round(computeSeconds / 3 * 1e6)}`)),
    ].join('\n');

    test('counts requests pending, and the average number in compute once it has seen the pods for the whole window', async () => {
      pods[0].metrics = metrics('resnet', 40, 1000);
      pods[1].metrics = metrics('resnet', 2, 5);
      expect(await poll(source('resnet'))).toMatchObject({ value: 44 }); // each may have one in compute
      await pause(2100);
      pods[0].metrics = metrics('resnet', 40, 1000 + 2.1 * 3);
      pods[1].metrics = metrics('resnet', 2, 5);
      const { value } = await poll(source('resnet'));
      expect(value).toBeGreaterThan(44.5);
      expect(value).toBeLessThan(45.5);
    });

    test('counts those waiting by the time that they spend in the queue, if asked to', async () => {
      const queued = (seconds: number) => `\nnv_inference_queue_duration_us{model="resnet",version="1"} ${Math.round(seconds * 1e6)}`;
      resolves = () => [{ address: '127.0.0.1', family: 4 }];
      pods[0].metrics = metrics('resnet', 40, 1000) + queued(500);
      const averaged = source('resnet', { averageQueue: true });
      const begun = performance.now();
      expect(await poll(averaged)).toMatchObject({ value: 1 }); // one may be in compute
      await pause(2100);
      const passed = (performance.now() - begun) / 1000;
      pods[0].metrics = metrics('resnet', 0, 1000 + passed * 3) + queued(500 + passed * 12);
      const { value } = await poll(averaged);
      expect(value).toBeGreaterThan(13);
      expect(value).toBeLessThan(17);
    });

    test('a scaler that has just started takes no busy pod for an idle one; later 0 is 0', async () => {
      resolves = () => [{ address: '127.0.0.1', family: 4 }];
      pods[0].metrics = metrics('resnet', 0, 1000);
      expect(await poll(source('resnet'))).toMatchObject({ value: 1, active: true });
      await anew();
      expect(await poll(source('resnet'))).toMatchObject({ value: 1, active: true });
      await anew();
      expect(await poll(source('resnet'))).toMatchObject({ value: 0, active: false });
    });

    test('of one version', async () => {
      resolves = () => [{ address: '127.0.0.1', family: 4 }];
      pods[0].metrics = `${metrics('bert', 3, 0)}\n${metrics('bert', 10, 0, 2)}`;
      expect(await poll(source('bert'))).toMatchObject({ value: 14 });
      expect(await poll(source('bert', { version: '2' }))).toMatchObject({ value: 11 });
      expect(await problem(source('bert', { version: '3' }))).toContain('pod 127.0.0.1 exports no nv_inference_pending_request_count of the model');
    });

    test('a pod that has no compute time is an error', async () => {
      pods.forEach((pod) => pod.metrics = 'nv_inference_pending_request_count{model="half",version="1"} 0');
      expect(await problem(source('half'))).toContain('pod 127.0.0.1 exports no nv_inference_compute_input_duration_us of the model');
    });
  });
});
