import { writeFileSync } from 'fs';
import { createServer, RequestListener, Server } from 'http';
import { AddressInfo } from 'net';
import { pause, secretFile, silent } from './support';
import { createAuthority, issue } from '../../rehearsal/src/control-plane/pki';
import { describeWithPrometheus, PrometheusServer } from '../../test/support/prometheus-server';
import { HttpConnection } from '../src/connections/http-connection';
import { PrometheusConnection } from '../src/connections/prometheus-connection';
import { Log } from '../src/log';

const PASSWORD = 'correct horse';

/** `PASSWORD` as bcrypt writes it. */
const PASSWORD_HASH = '$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e';

const nobodyWaits = () => new AbortController().signal;

describe('a connection to an HTTP server', () => {
  let server: Server;
  let answer: RequestListener;
  let url = '';
  let connection: HttpConnection;
  const logged: string[] = [];
  const log: Log = (level, message) => logged.push(`${level} ${message}`);

  beforeEach(async () => {
    server = createServer((request, response) => answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/base`;
    logged.length = 0;
    connection = new HttpConnection('api', { url }, log);
  });
  afterEach(() => {
    connection.close();
    server.closeAllConnections();
    server.close();
  });

  const get = (path: string = '/jobs', from: HttpConnection = connection) => from.get({ path, what: `GET ${path}`, signal: nobodyWaits() });

  test('adds the path to that of its URL, as it is', async () => {
    answer = (request, response) => response.end(JSON.stringify({ url: request.url }));
    expect(await get('/jobs?queue=a%20b')).toEqual({ url: '/base/jobs?queue=a%20b' });
    expect(await get('/jobs', new HttpConnection('api', { url: `${url}/` }, silent))).toEqual({ url: '/base/jobs' });
  });

  test.each(['//elsewhere.example.com/', '/../../', 'https://elsewhere.example.com/', '@elsewhere.example.com/'])('asks no other server for %p', async (path) => {
    answer = (request, response) => response.end(JSON.stringify({ host: request.headers.host }));
    expect(await get(path)).toEqual({ host: new URL(url).host });
  });

  test('sends a token and further headers, and reads their files for every request', async () => {
    answer = (request, response) => response.end(JSON.stringify([request.headers.authorization, request.headers['x-scope-orgid']]));
    const tokenFile = secretFile('first\n');
    const tenant = new HttpConnection('api', { url, authentication: { type: 'bearer', tokenFile }, headerFiles: { 'X-Scope-OrgID': secretFile('team-a') } }, silent);
    expect(await get('/', tenant)).toEqual(['Bearer first', 'team-a']);
    writeFileSync(tokenFile, 'second\n');
    expect(await get('/', tenant)).toEqual(['Bearer second', 'team-a']);
    tenant.close();
  });

  test('sends a user and a password', async () => {
    answer = (request, response) => response.end(JSON.stringify(request.headers.authorization));
    const basic = new HttpConnection('api', { url, authentication: { type: 'basic', username: 'scaler', passwordFile: secretFile(PASSWORD) } }, silent);
    expect(await get('/', basic)).toBe(`Basic ${Buffer.from(`scaler:${PASSWORD}`).toString('base64')}`);
    basic.close();
  });

  test('a file of a Secret that is not there is an error that names it', async () => {
    const missing = new HttpConnection('api', { url, authentication: { type: 'bearer', tokenFile: '/no/such/token' } }, silent);
    await expect(get('/', missing)).rejects.toThrow(`connection api: ${url}: ENOENT: no such file or directory, open '/no/such/token'`);
  });

  test.each([
    [301, '', 'answered 301, and redirects are not followed; check the URL of the connection'],
    [401, '{}', 'answered 401; check the authentication of the connection'],
    [403, '{}', 'answered 403; check the authentication of the connection'],
    [404, 'no such page', 'answered 404; check the server, and what the metric source asks for'],
    [503, '{"error":"starting"}', 'answered 503; check the server'],
    [200, '<html>', 'answered something that is not JSON'],
    [200, '', 'answered something that is not JSON'],
    [204, '', 'answered something that is not JSON'],
  ])('the answer %p %p is an error', async (status, body, message) => {
    const asked: string[] = [];
    answer = (request, response) => {
      asked.push(request.url!);
      response.writeHead(status, { location: '/elsewhere' }).end(body);
    };
    await expect(get()).rejects.toThrow(`connection api: ${url}: GET /jobs: ${message}`);
    expect(asked).toEqual(['/base/jobs']);
  });

  test("what is refused is told in the server's own words, where they are known", async () => {
    answer = (_request, response) => response.writeHead(400).end('{"error":"no such queue"}');
    await expect(connection.get({ path: '/', what: 'GET /', signal: nobodyWaits(), refusalIn: (body) => (body as { error: string }).error })).rejects.toThrow('GET /: answered 400: no such queue; check the server');
  });

  test('an answer that does not end is given up at a megabyte', async () => {
    let sent = 0;
    answer = (_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(64 * 1024))) {
          sent += 64 * 1024;
        }
      };
      response.on('drain', more);
      more();
    };
    await expect(get()).rejects.toThrow('answered more than 1000000 bytes; expected a number of jobs');
    expect(sent).toBeLessThan(20_000_000); // what the sockets' buffers hold, at most
  });

  test.each([
    ['nothing', (() => undefined) as RequestListener],
    ['a beginning', ((_request, response) => response.write('[')) as RequestListener],
    ['byte by byte', ((_request, response) => {
      const timer = setInterval(() => response.write(' '), 50);
      response.on('close', () => clearInterval(timer));
    }) as RequestListener],
  ])('a server that answers %s is given up after a second, and the request ended', async (_, slow) => {
    let closed: Promise<unknown> | undefined;
    answer = (request, response) => {
      closed = new Promise((resolve) => response.on('close', resolve));
      slow(request, response);
    };
    const began = performance.now();
    await expect(get()).rejects.toThrow('did not answer within 1000 ms; check that it runs and is not overloaded');
    expect(performance.now() - began).toBeLessThan(1300);
    await closed;
  });

  test.each([
    ['before its answer', ((request) => request.socket.destroy()) as RequestListener, 'socket hang up; check that it runs'],
    ['in its answer', ((request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('[1');
      setTimeout(() => request.socket.destroy(), 50);
    }) as RequestListener, 'closed the connection before it had answered; check that it runs'],
  ])('a server that closes the connection %s is an error', async (_, close, message) => {
    answer = close;
    await expect(get()).rejects.toThrow(`connection api: ${url}: ${message}`);
  });

  test('a request ends when nobody waits for its answer any more', async () => {
    answer = () => undefined;
    const giveUp = new AbortController();
    const asked = connection.get({ path: '/', what: 'GET /', signal: giveUp.signal });
    giveUp.abort();
    await expect(asked).rejects.toThrow('connection api');
    expect(logged).toEqual([]);
  });

  test('keeps its connection to the server, and opens another when the server has closed it', async () => {
    const sockets = new Set<unknown>();
    server.on('connection', (socket) => sockets.add(socket));
    answer = (_request, response) => response.end('1');
    expect([await get(), await get()]).toEqual([1, 1]);
    expect(sockets.size).toBe(1);
    server.closeIdleConnections();
    expect(await get()).toBe(1);
    expect(sockets.size).toBe(2);
  });

  test('an outage is logged once, and its end', async () => {
    answer = (request) => request.socket.destroy();
    await Promise.allSettled([get(), get()]);
    await Promise.allSettled([get()]);
    expect(logged).toEqual(['error connection lost']);
    answer = (_request, response) => response.end('1');
    await get();
    await get();
    expect(logged).toEqual(['error connection lost', 'info connection is back']);
  });

  test('an answer that Prometheus warns of is an error: it may be a part of the whole', async () => {
    answer = (_request, response) => response.end(JSON.stringify({
      status: 'success', warnings: ['store-1 is away'], data: { resultType: 'vector', result: [{ metric: {}, value: [1, '5'] }] },
    }));
    await expect(new PrometheusConnection(connection).query('sum(jobs)', nobodyWaits())).rejects.toThrow(
      `connection api: ${url}: query sum(jobs): the answer may be a part of the whole: store-1 is away; check the server's storage and the query`);
  });

  test.each(['null', '5', '[]', '{}', '{"status":"success"}', '{"status":"success","data":{"resultType":"vector","result":{}}}'])(
    "%s is no answer of Prometheus' API", async (body) => {
      answer = (_request, response) => response.end(body);
      await expect(new PrometheusConnection(connection).query('up', nobodyWaits())).rejects.toThrow("the answer is not one of Prometheus' API; check the URL");
    });

  test.each(['[{}]', '[{"value":[1]}]', '[{"value":[1,5]}]', '[{"value":[1,""]}]'])('samples without a value, %s, are an error', async (result) => {
    answer = (_request, response) => response.end(`{"status":"success","data":{"resultType":"vector","result":${result}}}`);
    await expect(new PrometheusConnection(connection).query('up', nobodyWaits())).rejects.toThrow('expected a finite number');
  });
});

describeWithPrometheus('a connection to a Prometheus', () => {
  const value = async (prometheus: PrometheusServer, config: object): Promise<number> => {
    const connection = new PrometheusConnection(new HttpConnection('metrics', { url: prometheus.url, ...config }, silent));
    try {
      return await eventually(async () => (await connection.query('vector(47)', nobodyWaits()))[0].value);
    } finally {
      connection.close();
      await prometheus.stop();
    }
  };
  /** It listens, and asks for a password, before it is ready. */
  const eventually = async <T>(work: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!(error as Error).message.includes('answered 503')) {
          throw error;
        }
        await pause(50);
      }
    }
  };
  const guarded = () => PrometheusServer.start({ basic_auth_users: { scaler: PASSWORD_HASH } });

  test('that wants a password is given it', async () => {
    expect(await value(await guarded(), { authentication: { type: 'basic', username: 'scaler', passwordFile: secretFile(PASSWORD) } })).toBe(47);
  });

  test.each([
    ['a wrong one', { authentication: { type: 'basic', username: 'scaler', passwordFile: secretFile('wrong') } }],
    ['none', {}],
  ])('that wants a password and is given %s is an error that says so, and does not tell the password', async (_, config) => {
    const given = value(await guarded(), config);
    await expect(given).rejects.toThrow('answered 401; check the authentication of the connection');
    await expect(given).rejects.not.toThrow('wrong');
  });

  test.each(['its own authority', 'another one'])('over TLS, trusting %s', async (trusts) => {
    const authority = await createAuthority('prometheus-ca');
    const { certificate, key } = await issue(authority, { commonName: 'prometheus', addresses: ['127.0.0.1'] });
    const prometheus = await PrometheusServer.start({ tls_server_config: { cert_file: secretFile(certificate), key_file: secretFile(key) } });
    const trusted = trusts === 'its own authority' ? authority : await createAuthority('another-ca');
    const given = value(prometheus, { url: `https://127.0.0.1:${prometheus.port}`, caFile: secretFile(trusted.certificate) });
    if (trusted === authority) {
      expect(await given).toBe(47);
    } else {
      await expect(given).rejects.toThrow(/^connection metrics: https:.*certificate.*; check that it runs, that this pod may connect to it, and its certificate/);
    }
  });
});
