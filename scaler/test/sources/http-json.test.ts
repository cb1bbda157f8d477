import { createServer, Server } from 'http';
import { AddressInfo } from 'net';
import { status } from '@grpc/grpc-js';
import { HttpJsonSourceMetadata } from '../../../lib/contract';
import { Scaler } from '../../src/scaler';
import { valueAt } from '../../src/sources/http-json/json-pointer';
import { Keda, pause, ref, start, timed } from '../support';

/** Every answer is due within this time, whatever the server does. */
const DEADLINE_MS = 2000;

describe('numbers in JSON over HTTP', () => {
  let server: Server;
  let port = 0;
  let url = '';
  /** What the server answers, by path. */
  const documents = new Map<string, string>();
  let frozen = false;
  /** The status of every answer, instead of 200. */
  let revoked: number | undefined;
  let scaler: Scaler;
  let keda: Keda;

  const launch = async (on: number) => {
    server = createServer((request, response) => {
      const document = documents.get(request.url!);
      if (!frozen) {
        response.writeHead(revoked ?? (document === undefined ? 404 : 200)).end(document);
      }
    });
    await new Promise<void>((resolve) => server.listen(on, '127.0.0.1', resolve));
  };
  const kill = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };

  beforeEach(async () => {
    frozen = false;
    revoked = undefined;
    documents.clear();
    await launch(0);
    ({ port } = server.address() as AddressInfo);
    url = `http://127.0.0.1:${port}/api`;
    scaler = await start({ connections: { gateway: { type: 'http', url } } });
    keda = new Keda(scaler.grpcPort);
  });
  afterEach(async () => {
    keda.close();
    await scaler.stop();
    await kill();
  });

  const source = (more: Partial<HttpJsonSourceMetadata> = {}): HttpJsonSourceMetadata => (
    { type: 'http-json', connection: 'gateway', path: '/stats', waiting: '/waiting', ...more });
  const poll = (more?: Partial<HttpJsonSourceMetadata>) => keda.poll(ref(source(more)));
  const problem = async (more?: Partial<HttpJsonSourceMetadata>) => {
    const { error, ms } = await timed(() => keda.getMetrics(ref(source(more))));
    expect(error).toMatchObject({ code: status.UNAVAILABLE });
    expect(ms).toBeLessThan(DEADLINE_MS);
    return error!.details;
  };
  const answer = (document: unknown, path: string = '/stats') => documents.set(`/api${path}`, JSON.stringify(document));

  describe('counts', () => {
    test('jobs waiting and in flight', async () => {
      answer({ waiting: 30, running: { now: 17 } });
      expect(await poll({ inFlight: '/running/now' })).toEqual({ target: 5, value: 47, active: true });
    });

    test('one number for both', async () => {
      answer(47);
      expect(await poll({ waiting: '' })).toMatchObject({ value: 47 });
    });

    test('those in flight when none waits', async () => {
      answer({ waiting: 0, running: 2 });
      expect(await poll({ inFlight: '/running' })).toMatchObject({ value: 2, active: true });
    });

    test('all done: 0', async () => {
      answer({ waiting: 0, running: 0 });
      expect(await poll({ inFlight: '/running' })).toMatchObject({ value: 0, active: false });
    });

    test('one job is enough to be active', async () => {
      answer({ waiting: 1 });
      expect(await poll()).toMatchObject({ value: 1, active: true });
    });

    test('by a path with a query', async () => {
      answer({ waiting: 3 }, '/stats?queue=a%20b');
      expect(await poll({ path: '/stats?queue=a%20b' })).toMatchObject({ value: 3 });
    });

    test('the first job that a stream waits for', async () => {
      answer({ waiting: 0 });
      const open = keda.streamIsActive(ref(source()));
      expect((await open.count(1)).value).toEqual({ result: false });
      answer({ waiting: 1 });
      expect((await open.count(2)).value).toEqual({ result: true });
      open.cancel();
    });
  });

  describe('is an error, never 0', () => {
    test('where there is nothing', async () => {
      answer({ wating: 3 });
      expect(await problem()).toBe(`connection gateway: ${url}: GET /stats: there is nothing at "/waiting"; expected a number; `
        + 'correct the JSON Pointer of the metric source, or what the server answers');
    });

    test.each(['3', null, true, [3], { count: 3 }])('for %j, which is no number', async (waiting) => {
      answer({ waiting });
      expect(await problem()).toContain(`there is ${JSON.stringify(waiting)} at "/waiting"; expected a number`);
    });

    test('where only one of the two is there', async () => {
      answer({ waiting: 0 });
      expect(await problem({ inFlight: '/running' })).toContain('there is nothing at "/running"');
    });

    test('for a negative number', async () => {
      answer({ waiting: -1 });
      expect(await problem()).toContain('gave -1 waiting; expected a finite number of at least 0');
    });

    test('for a number that JavaScript takes for infinite', async () => {
      documents.set('/api/stats', '{"waiting": 1e999}');
      expect(await problem()).toContain('gave Infinity waiting; expected a finite number of at least 0');
    });

    test('for a page that is not there', async () => {
      expect(await problem({ path: '/no' })).toContain(`connection gateway: ${url}: GET /no: answered 404; check the server, and what the metric source asks for`);
    });

    test('for what is not JSON', async () => {
      documents.set('/api/stats', '<html>starting</html>');
      expect(await problem()).toContain('answered something that is not JSON');
    });
  });

  test('recovers by itself from a server that was killed', async () => {
    answer({ waiting: 47 });
    await poll();
    await kill();
    await pause(1050);
    expect(await problem()).toContain(`connection gateway: ${url}: connect ECONNREFUSED`);
    await launch(port);
    expect(await poll()).toMatchObject({ value: 47 });
  });

  test('recovers by itself from a server that was frozen', async () => {
    answer({ waiting: 47 });
    await poll();
    frozen = true;
    await pause(1050);
    expect(await problem()).toContain('did not answer within 1000 ms');
    frozen = false;
    expect(await poll()).toMatchObject({ value: 47 });
  });

  test('killed, restarted, frozen, refusing, answering garbage: no number is given that was not there', async () => {
    answer({ waiting: 40, running: 7 });
    const object = ref(source({ inFlight: '/running' }));
    const given = new Map<number | 'error', number>();
    let over = false;
    const asking = (async () => {
      while (!over) {
        const { result } = await timed(() => keda.getMetrics(object));
        const value = result?.metricValues[0].metricValueFloat ?? 'error';
        given.set(value, (given.get(value) ?? 0) + 1);
        await pause(20);
      }
    })();
    /** Long enough for the last reading to be too old, and errors to be given. */
    const fault = async (begin: () => unknown, end: () => unknown) => {
      given.delete('error');
      await begin();
      await pause(2300);
      expect(given.get('error')).toBeGreaterThan(0);
      await end();
      given.delete(47);
      for (let waited = 0; !given.has(47); waited += 20) {
        expect(waited).toBeLessThan(5000); // a source that failed often is left alone for up to 3 s
        await pause(20);
      }
    };
    try {
      await fault(kill, () => launch(port));
      await fault(() => frozen = true, () => frozen = false);
      await fault(() => revoked = 401, () => revoked = undefined);
      await fault(() => revoked = 503, () => revoked = undefined);
      for (const garbage of ['', '{"waiting": 0', '<html>0</html>', '0', '{}', '{"waiting": 0}', '{"waiting": null, "running": 0}']) {
        await fault(() => documents.set('/api/stats', garbage), () => answer({ waiting: 40, running: 7 }));
      }
    } finally {
      over = true;
      await asking;
    }
    expect([...given.keys()].filter((value) => value !== 'error' && value !== 47)).toEqual([]);
  }, 90_000);

  test('a connection of another name is refused', async () => {
    const { error } = await timed(() => keda.getMetrics(ref(source({ connection: 'http://127.0.0.1:9' }))));
    expect(error).toMatchObject({ code: status.INVALID_ARGUMENT, details: expect.stringContaining('expected a connection of this scaler (gateway)') });
  });
});

describe('a JSON Pointer', () => {
  const RFC = { 'foo': ['bar', 'baz'], '': 0, 'a/b': 1, 'c%d': 2, 'e^f': 3, 'g|h': 4, 'i\\j': 5, 'k"l': 6, ' ': 7, 'm~n': 8 };

  test.each([
    ['', RFC], ['/foo', ['bar', 'baz']], ['/foo/0', 'bar'], ['/', 0], ['/a~1b', 1], ['/c%d', 2], ['/e^f', 3], ['/g|h', 4], ['/i\\j', 5], ['/k"l', 6],
    ['/ ', 7], ['/m~0n', 8],
  ])('%j points to %j, as RFC 6901 has it', (pointer, value) => {
    expect(valueAt(pointer, RFC)).toEqual(value);
  });

  test.each(['/bar', '/foo/2', '/foo/-', '/foo/00', '/foo/length', '/foo/0/0', '/constructor', '/__proto__', '//'])('%j points to nothing', (pointer) => {
    expect(valueAt(pointer, RFC)).toBeUndefined();
  });

  test('"~01" is "~1", not "/"', () => {
    expect(valueAt('/~01', { '~1': 1, '/': 2 })).toBe(1);
  });
});
