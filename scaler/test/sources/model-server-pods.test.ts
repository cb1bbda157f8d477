import dns from 'dns';
import { once } from 'events';
import { createServer, RequestListener, Server } from 'http';
import { createServer as createSecureServer } from 'https';
import { status } from '@grpc/grpc-js';
import { SourceMetadata, TritonSourceMetadata, VllmSourceMetadata } from '../../../lib/contract';
import { createAuthority, issue, KeyPair } from '../../../rehearsal/src/control-plane/pki';
import { freePort } from '../../../rehearsal/src/run/free-port';
import { Scaler } from '../../src/scaler';
import { Keda, pause, ref, secretFile, start, timed } from '../support';

const HOST = 'pods.ml-platform';

/** A pod, on a loopback address of its own, that exports what the test says. */
class Pod {
  public metrics: string | undefined = '';
  public delayMs = 0;
  /** How often it was asked. */
  public scrapes = 0;
  private readonly server: Server;

  public constructor(public readonly address: string, port: number, tls?: KeyPair, token?: string) {
    const answer: RequestListener = async ({ url, headers }, response) => {
      this.scrapes++;
      await pause(this.delayMs);
      if (this.metrics === undefined) {
        return; // it is hung
      }
      if (headers.authorization !== (token && `Bearer ${token}`)) {
        response.writeHead(401).end();
        return;
      }
      const found = url === '/metrics' && headers.host === `${HOST}:${port}` && headers.accept === 'text/plain';
      response.writeHead(found ? 200 : 404, { 'content-type': 'text/plain; version=0.0.4' }).end(found ? this.metrics : '');
    };
    const server = tls === undefined ? createServer(answer) : createSecureServer({ cert: tls.certificate, key: tls.key }, answer);
    this.server = server.listen(port, address);
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
  /** When DNS answers, and how often it was asked. */
  let dnsAnswers: Promise<void>;
  let lookups: number;

  beforeEach(async () => {
    port = await freePort();
    pods = ['127.0.0.1', '127.0.0.2', '127.0.0.3'].map((address) => new Pod(address, port));
    await Promise.all(pods.map((pod) => pod.listening()));
    resolves = () => pods.slice(0, 2).map(({ address }) => ({ address, family: 4 }));
    [dnsAnswers, lookups] = [Promise.resolve(), 0];
    const { lookup } = dns;
    jest.spyOn(dns, 'lookup').mockImplementation(((host: string, options: dns.LookupAllOptions, callback: (error: Error | null, all: unknown) => void) => {
      if (host !== HOST) {
        lookup(host, options, callback as never);
        return;
      }
      const answer = resolves();
      lookups++;
      void dnsAnswers.then(() => (typeof answer === 'string'
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

  describe('with many models', () => {
    const model = (index: number): SourceMetadata => ({ type: 'vllm', connection: 'pods', modelName: `model-${index}`, onEmpty: 'error' });
    const models = Array.from({ length: 20 }, (_, index) => index);
    const exported = models.map((index) => `vllm:num_requests_waiting{model_name="model-${index}"} ${index}\nvllm:num_requests_running{model_name="model-${index}"} 0\n`).join('');

    test('asks each pod once a second for all of them, and DNS as often', async () => {
      pods.forEach((pod) => pod.metrics = exported);
      const values = async () => (await Promise.all(models.map((index) => poll(model(index))))).map(({ value }) => value);
      const began = performance.now();
      for (let round = 0; round < 3; round++) {
        expect(await values()).toEqual(models.map((index) => 2 * index));
        await pause(500);
      }
      const seconds = (performance.now() - began) / 1000;
      for (const times of [lookups, pods[0].scrapes, pods[1].scrapes]) {
        expect(times).toBeGreaterThanOrEqual(2);
        expect(times).toBeLessThanOrEqual(1 + seconds);
      }
    });

    test('asks for all of them again when another kind of model server is read from the same pods', async () => {
      pods.forEach((pod) => pod.metrics = `${exported}nv_inference_pending_request_count{model="resnet"} 3
nv_inference_compute_input_duration_us{model="resnet"} 0\nnv_inference_compute_infer_duration_us{model="resnet"} 0\nnv_inference_compute_output_duration_us{model="resnet"} 0`);
      expect(await poll(model(7))).toMatchObject({ value: 14 });
      expect(await poll({ type: 'triton', connection: 'pods', model: 'resnet', window: '2s', onEmpty: 'error' })).toMatchObject({ value: 8 });
      expect(await poll(model(8))).toMatchObject({ value: 16 });
    });

    test('what is wrong about one is no error of the others', async () => {
      pods.forEach((pod) => pod.metrics = exported.replace('"model-3"} 3', '"model-3"} NaN'));
      expect(await problem(model(3))).toContain('pod 127.0.0.1 exports vllm:num_requests_waiting as NaN; expected a finite number');
      expect(await poll(model(4))).toMatchObject({ value: 8 });
    });

    test('takes some megabytes of a pod, and says what it is that is too long', async () => {
      const summaries = (bytes: number) => `${'nv_inference_request_summary_us{model="m",version="1",quantile="0.5"} 1\n'.repeat(bytes / 72)}${exported}`;
      pods.forEach((pod) => pod.metrics = summaries(4_000_000));
      expect(await poll(model(5))).toMatchObject({ value: 10 });
      pods[1].metrics = summaries(9_000_000);
      await anew();
      expect(await problem(model(5))).toContain(`${HOST}:${port}, pod 127.0.0.2: answered more than 8000000 bytes; expected the metrics of one pod; let it export less`);
    });
  });

  describe('whose answers take their time', () => {
    const llama: SourceMetadata = { type: 'vllm', connection: 'pods', modelName: 'llama', onEmpty: 'error' };
    beforeEach(() => pods.forEach((pod) => pod.metrics = 'vllm:num_requests_waiting{model_name="llama"} 3\nvllm:num_requests_running{model_name="llama"} 4'));

    test('are counted when they come within a second', async () => {
      pods[1].delayMs = 600;
      expect(await poll(llama)).toMatchObject({ value: 14 });
    });

    test('a DNS server that is late is named, and not asked again until it has answered', async () => {
      let letAnswer = () => {};
      dnsAnswers = new Promise((resolve) => letAnswer = resolve);
      expect(await problem(llama)).toContain(`${HOST} cannot be resolved (DNS did not answer within 1000 ms); check the cluster's DNS`);
      expect(await problem({ ...llama, modelName: 'mistral' })).toContain('DNS did not answer within 1000 ms');
      expect(lookups).toBe(1);
      letAnswer();
      await anew();
      expect(await poll(llama)).toMatchObject({ value: 14 });
    });

    test('a pod that is killed is an error until its address is gone or answers again', async () => {
      expect(await poll(llama)).toMatchObject({ value: 14 });
      pods[1].end();
      await anew();
      expect(await problem(llama)).toContain('pod 127.0.0.2: connect ECONNREFUSED');
      const restarted = new Pod('127.0.0.2', port);
      await restarted.listening();
      restarted.metrics = pods[1].metrics!.replaceAll(/\d$/gm, '0');
      await anew();
      expect(await poll(llama)).toMatchObject({ value: 7 });
      restarted.end();
    });
  });

  describe('over TLS, with a token', () => {
    const token = 'sesame';
    let authority: KeyPair;
    let secured: Pod[];
    let client: Keda;
    let server: Scaler;

    const startWith = async (config: { readonly caFile: string; readonly tokenFile: string }) => {
      const securedPort = await freePort();
      const certificate = await issue(authority, { commonName: 'model-server', dnsNames: [HOST] });
      secured = ['127.0.0.1', '127.0.0.2'].map((address) => new Pod(address, securedPort, certificate, token));
      await Promise.all(secured.map((pod) => pod.listening()));
      secured.forEach((pod) => pod.metrics = 'vllm:num_requests_waiting{model_name="llama"} 3\nvllm:num_requests_running{model_name="llama"} 4');
      server = await start({
        connections: {
          pods: { type: 'model-servers', url: `https://${HOST}:${securedPort}`, caFile: config.caFile, authentication: { type: 'bearer', tokenFile: config.tokenFile } },
        },
      });
      client = new Keda(server.grpcPort);
    };
    beforeAll(async () => {
      authority = await createAuthority('model-servers');
    });
    afterEach(async () => {
      client.close();
      await server.stop();
      secured.forEach((pod) => pod.end());
    });
    const llama = ref({ type: 'vllm', connection: 'pods', modelName: 'llama', onEmpty: 'error' });

    test("each pod proves the Service's name, though it is reached by its address", async () => {
      await startWith({ caFile: secretFile(authority.certificate), tokenFile: secretFile(token) });
      expect(await client.poll(llama)).toMatchObject({ value: 14 });
    });

    test('a pod whose certificate is of another authority is an error', async () => {
      await startWith({ caFile: secretFile((await createAuthority('another')).certificate), tokenFile: secretFile(token) });
      await expect(client.poll(llama)).rejects.toThrow(/pod 127\.0\.0\.[12]: .*certificate/);
    });

    test('a wrong token is an error', async () => {
      await startWith({ caFile: secretFile(authority.certificate), tokenFile: secretFile('other') });
      await expect(client.poll(llama)).rejects.toThrow(/pod 127\.0\.0\.[12]: metrics: answered 401; check the authentication of the connection/);
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
