import { status } from '@grpc/grpc-js';
import { PrometheusQuerySourceMetadata, ScalerConfig } from '../../../lib/contract';
import { describeWithPrometheus, PrometheusServer } from '../../../test/support/prometheus-server';
import { Scaler } from '../../src/scaler';
import { Keda, pause, ref, start, timed } from '../support';

/** Every answer is due within this time, whatever Prometheus does. */
const DEADLINE_MS = 2000;

const config = (url: string): ScalerConfig => ({ connections: { metrics: { type: 'prometheus', url } } });

describeWithPrometheus('a Prometheus query', () => {
  const shared: { prometheus: PrometheusServer; scaler: Scaler; keda: Keda } = {} as any;

  beforeAll(async () => {
    shared.prometheus = await PrometheusServer.start();
    await shared.prometheus.expose('');
    shared.scaler = await start(config(shared.prometheus.url));
    shared.keda = new Keda(shared.scaler.grpcPort);
  }, 30_000);
  afterAll(async () => {
    shared.keda.close();
    await shared.scaler.stop();
    await shared.prometheus.stop();
  });

  const source = (query: string, more: Partial<PrometheusQuerySourceMetadata> = {}): PrometheusQuerySourceMetadata => (
    { type: 'prometheus-query', connection: 'metrics', query, onEmpty: 'error', ...more });
  const poll = (query: string, more: Partial<PrometheusQuerySourceMetadata> = {}) => shared.keda.poll(ref(source(query, more)));
  const problem = async (query: string, more: Partial<PrometheusQuerySourceMetadata> = {}) => {
    const { error } = await timed(() => shared.keda.getMetrics(ref(source(query, more))));
    expect(error).toMatchObject({ code: status.UNAVAILABLE });
    return error!.details;
  };

  describe('counts', () => {
    test('the one sample of a vector', async () => {
      await shared.prometheus.expose('jobs_outstanding 47');
      expect(await poll('jobs_outstanding')).toEqual({ target: 5, value: 47, active: true });
    });

    test('a scalar', async () => {
      await shared.prometheus.expose('jobs_in_scalar 12');
      expect(await poll('scalar(jobs_in_scalar)')).toMatchObject({ value: 12 });
    });

    test('jobs waiting and in flight by two queries', async () => {
      await shared.prometheus.expose('jobs_waiting 30\njobs_running 17');
      expect(await poll('jobs_waiting', { inFlightQuery: 'jobs_running' })).toMatchObject({ value: 47, active: true });
    });

    test('those in flight when none waits', async () => {
      await shared.prometheus.expose('last_waiting 0\nlast_running 2');
      expect(await poll('last_waiting', { inFlightQuery: 'last_running' })).toMatchObject({ value: 2, active: true });
    });

    test('all done: 0', async () => {
      await shared.prometheus.expose('done_waiting 0\ndone_running 0');
      expect(await poll('done_waiting', { inFlightQuery: 'done_running' })).toMatchObject({ value: 0, active: false });
    });

    test('one job is enough to be active', async () => {
      await shared.prometheus.expose('one_job 1');
      expect(await poll('one_job')).toMatchObject({ value: 1, active: true });
    });

    test('fractions, which estimates have', async () => {
      expect(await poll('vector(0.25)')).toMatchObject({ value: 0.25, active: true });
    });

    test('by any query, however it has to be encoded', async () => {
      await shared.prometheus.expose('encoded_jobs{queue="a&b=c#d+ü"} 3\nencoded_jobs{queue="other"} 4');
      expect(await poll('sum(encoded_jobs{queue="a&b=c#d+ü"}) # the jobs\n + 0')).toMatchObject({ value: 3 });
    });

    test('the first job that a stream waits for, when it is scraped and looked at', async () => {
      await shared.prometheus.expose('streamed_jobs 0');
      const open = shared.keda.streamIsActive(ref(source('streamed_jobs')));
      expect((await open.count(1)).value).toEqual({ result: false });
      await shared.prometheus.expose('streamed_jobs 1');
      expect((await open.count(2)).value).toEqual({ result: true });
      open.cancel();
    });
  });

  describe('is an error, never 0', () => {
    test('for an empty vector', async () => {
      expect(await problem('no_such_metric')).toBe(`connection metrics: ${shared.prometheus.url}: query no_such_metric: gave 0 samples; expected exactly one; `
        + 'correct its names, check that the metric is collected, or set onEmpty: OnEmpty.ZERO where nothing means no job');
    });

    test('for an empty vector of the second query', async () => {
      expect(await problem('vector(1)', { inFlightQuery: 'no_such_metric' })).toContain('query no_such_metric: gave 0 samples');
    });

    test('when the pod that exported the metric is gone', async () => {
      await shared.prometheus.expose('gone_jobs 3', 1);
      expect(await poll('sum(gone_jobs)')).toMatchObject({ value: 3 });
      await shared.prometheus.end(1);
      await pause(1050);
      expect(await problem('sum(gone_jobs)')).toContain('gave 0 samples');
    });

    test.each([['NaN', '0 / 0'], ['+Inf', '1 / 0'], ['-Inf', '-1 / 0']])('for %s', async (value, query) => {
      expect(await problem(query)).toContain(`query ${query}: gave ${value}; expected a finite number; check what the query divides by`);
    });

    test('for a negative value', async () => {
      expect(await problem('vector(-1)')).toContain('gave -1 waiting; expected a finite number of at least 0');
    });

    test('for several samples', async () => {
      await shared.prometheus.expose('several_jobs{queue="a"} 1\nseveral_jobs{queue="b"} 2');
      expect(await problem('several_jobs')).toContain('gave 2 samples; expected exactly one; aggregate them, for example with sum(...)');
    });

    test.each([['a matrix', 'up[1m]', 'gave a matrix'], ['a string', '"47"', 'gave a string']])('for %s', async (_, query, message) => {
      expect(await problem(query)).toContain(`${message}; expected an instant vector or a scalar`);
    });

    test('for a query that cannot be parsed, in the words of Prometheus', async () => {
      expect(await problem('sum(')).toMatch(/answered 400: invalid parameter "query": .*unclosed left parenthesis.*; check the server, and what the metric source asks for$/);
    });
  });

  describe('with onEmpty: zero', () => {
    test('nothing is 0, of either query', async () => {
      expect(await poll('no_such_metric', { onEmpty: 'zero' })).toMatchObject({ value: 0, active: false });
      expect(await poll('vector(3)', { inFlightQuery: 'no_such_metric', onEmpty: 'zero' })).toMatchObject({ value: 3 });
    });

    test('NaN and several samples remain errors', async () => {
      expect(await problem('0 / 0', { onEmpty: 'zero' })).toContain('gave NaN');
      await shared.prometheus.expose('more_jobs{queue="a"} 1\nmore_jobs{queue="b"} 2');
      expect(await problem('more_jobs', { onEmpty: 'zero' })).toContain('gave 2 samples');
    });
  });

  describe('reaches declared connections only', () => {
    test.each(['http://127.0.0.1:9', 'elsewhere'])('connection %p is refused', async (connection) => {
      const { error } = await timed(() => shared.keda.getMetrics(ref(source('up', { connection }))));
      expect(error).toMatchObject({ code: status.INVALID_ARGUMENT, details: expect.stringContaining('expected a connection of this scaler (metrics)') });
    });
  });

  describe('whatever Prometheus does, every call is answered within 2 s, and never with a number that was not read', () => {
    const broken: { prometheus: PrometheusServer; scaler: Scaler; keda: Keda } = {} as any;
    const object = ref(source('vector(47)'));

    beforeEach(async () => {
      broken.prometheus = await PrometheusServer.start();
      broken.scaler = await start(config(broken.prometheus.url));
      broken.keda = new Keda(broken.scaler.grpcPort);
    });
    afterEach(async () => {
      broken.keda.close();
      await broken.scaler.stop();
      await broken.prometheus.stop();
    });

    const expectErrors = async (message: string) => {
      const calls = await Promise.all([timed(() => broken.keda.getMetrics(object)), timed(() => broken.keda.isActive(object))]);
      for (const { error, ms } of calls) {
        expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining(`connection metrics: ${broken.prometheus.url}: ${message}`) });
        expect(ms).toBeLessThan(DEADLINE_MS);
      }
    };
    /** Every answer until the right one is an error. */
    const recovery = async () => {
      const began = performance.now();
      for (;;) {
        const { result, error } = await timed(() => broken.keda.poll(object));
        if (error === undefined) {
          expect(result).toMatchObject({ value: 47, active: true });
          return performance.now() - began;
        }
        expect(performance.now() - began).toBeLessThan(5000);
        await pause(20);
      }
    };

    test('away from the beginning, then there', async () => {
      await broken.prometheus.kill();
      await expectErrors('connect ECONNREFUSED');
      await broken.prometheus.launch();
      expect(await recovery()).toBeLessThan(2000);
    });

    test('killed while it is used, and restarted', async () => {
      await recovery();
      await broken.prometheus.kill();
      await pause(1050);
      await expectErrors('');
      await broken.prometheus.launch();
      expect(await recovery()).toBeLessThan(2000);
    });

    test('hung, and going on', async () => {
      await recovery();
      broken.prometheus.pause();
      await pause(1050);
      await expectErrors('did not answer within 1000 ms; check that it runs and is not overloaded');
      broken.prometheus.resume();
      expect(await recovery()).toBeLessThan(1000);
    });
  });
});
