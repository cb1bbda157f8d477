import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checksums, content, Node, QUICK, served } from './support/agent';
import { FileServer, sha256 } from './support/file-server';

const MIB = 2 ** 20;

let server: FileServer;
let node: Node;

beforeEach(async () => {
  server = await FileServer.start();
  node = new Node();
});

afterEach(async () => {
  await node.clean();
  await server.stop();
});

describe('fetching a model', () => {
  test('brings all files, in parts, and makes them visible to every user', async () => {
    const files = { 'weights/model.safetensors': content(MIB + 1), 'config.json': Buffer.from('{}'), 'empty': Buffer.alloc(0) };
    const model = served(server, 'llama', files);
    await node.start({ models: [model] });
    await node.untilReady(model);
    expect(node.seen('llama')).toEqual(checksums(files));
    expect(server.requests.filter(({ range }) => range === 'bytes=65536-131071')).toHaveLength(1);
    expect(node.linkOf('llama')).toMatch(/^\.versions\/llama-[0-9a-f]{12}$/);
    expect([node.modeOf('llama/config.json'), node.modeOf('llama/weights'), node.modeOf('llama')]).toEqual([0o644, 0o755, 0o755]);
    expect(node.has('.partial/llama')).toBe(false);
  });

  test('takes the models in their order', async () => {
    const models = ['first', 'second', 'third'].map((name) => served(server, name, { file: content(1000) }));
    await node.start({ models });
    await node.untilReady(...models);
    const order = server.requests.map(({ path }) => path.split('/')[1]);
    expect([...new Set(order)]).toEqual(['first', 'second', 'third']);
    expect(order).toEqual([...order].sort()); // none is begun before the one above it is there
  });

  test('takes a file in one piece where the server gives no parts', async () => {
    server.ranges = false;
    const files = { file: content(300_000) };
    const model = served(server, 'llama', files);
    await node.start({ models: [model] });
    await node.untilReady(model);
    expect(node.seen('llama')).toEqual(checksums(files));
  });

  test('sends a token to the server that wants it, and not to where it redirects', async () => {
    const elsewhere = await FileServer.start();
    try {
      elsewhere.files.set('/file', content(600_000));
      server.handler = (_, response) => {
        response.writeHead(302, { location: `${elsewhere.url}/file` }).end();
        return true;
      };
      const model = served(server, 'llama', { file: content(600_000) }, { tokenFile: node.secret('token', 'secret\n') });
      await node.start({ models: [model] });
      await node.untilReady(model);
      expect(server.requests.length).toBeGreaterThan(0);
      expect(server.requests.every(({ authorization }) => authorization === 'Bearer secret')).toBe(true);
      expect(elsewhere.requests.every(({ authorization }) => authorization === undefined)).toBe(true);
      expect(server.requests.length).toBeLessThan(elsewhere.requests.length); // where it redirects to is asked directly then
    } finally {
      await elsewhere.stop();
    }
  });
});

describe('a server that does wrong', () => {
  test('connections cut at random offsets: what came of each stays', async () => {
    const files = { file: content(2 * MIB) };
    const model = served(server, 'llama', files);
    let random = 7;
    server.fault = (_, request) => {
      random = (random * 48271) % 2147483647;
      return request.headers.range !== 'bytes=0-0' && random % 3 === 0 ? { type: 'cut', after: 2000 + random % 60_000 } : undefined;
    };
    await node.start({ models: [model] });
    await node.untilReady(model);
    expect(node.seen('llama')).toEqual(checksums(files));
    expect(node.lines.filter((line) => line.includes('ended') || line.includes('cut')).length).toBeGreaterThan(3);
    const begins = server.requests.map(({ range }) => Number(/^bytes=(\d+)/.exec(range!)![1]));
    expect(begins.some((begin) => begin % QUICK.partSize !== 0)).toBe(true); // asked for from where it was cut
    expect(server.sent).toBeLessThan(1.5 * files.file.length);
  });

  test('a connection that trickles or hangs is given up for another one', async () => {
    const files = { file: content(300_000) };
    const model = served(server, 'llama', files);
    const slow: string[] = [];
    server.fault = (_, request) => {
      const { range } = request.headers;
      if (range === 'bytes=0-0' || slow.length >= 2) {
        return undefined;
      }
      slow.push(range!);
      return slow.length === 1 ? { type: 'trickle', everyMs: 20 } : { type: 'hang' };
    };
    await node.start({ models: [model] });
    await node.untilReady(model);
    expect(slow).toHaveLength(2);
    expect(node.seen('llama')).toEqual(checksums(files));
    expect(node.lines).toContainEqual('warn: llama: file: fewer than 1024 bytes came in 0.3 s; another connection is tried');
  });

  test('a wrong checksum never becomes visible, and is fetched anew', async () => {
    const files = { good: content(100_000, 2), bad: content(100_000) };
    const model = served(server, 'llama', files);
    let garbled = true;
    server.fault = (path, request) => (garbled && path === '/llama/bad' && request.headers.range !== 'bytes=0-0' ? { type: 'garble' } : undefined);
    await node.start({ models: [model] });
    await node.until('failed', () => node.status('llama')?.stage === 'failed');
    expect(node.status('llama')!.message).toMatch(/^bad: sha256 [0-9a-f]{64}, where the source announces [0-9a-f]{64}; it is fetched anew; tried again in/);
    expect(node.status('llama')!.message).toContain(sha256(files.bad));
    expect(node.seen('llama')).toBeUndefined();
    expect(node.isMarked(model)).toBe(false);
    garbled = false;
    server.requests.length = 0;
    await node.untilReady(model);
    expect(node.seen('llama')).toEqual(checksums(files));
    expect(server.requests.filter(({ path, range }) => path === '/llama/good' && range !== 'bytes=0-0')).toEqual([]); // what was right is not fetched again
  });

  test.each([401, 403])('status %p says which credential to replace, takes up the new one, and the next model does not wait for it', async (status) => {
    const tokenFile = node.secret('token', 'revoked');
    const models = [served(server, 'private', { file: content(1000) }, { tokenFile }), served(server, 'public', { file: content(1000) })];
    server.fault = (path, request) => (path.startsWith('/private') && request.headers.authorization !== 'Bearer new' ? { type: 'status', status } : undefined);
    await node.start({ models });
    await node.untilReady(models[1]);
    expect(node.status('private')).toMatchObject({ stage: 'failed' });
    expect(node.status('private')!.message).toContain(`/private/file: HTTP status ${status}; the server does not take the token in ${tokenFile}; replace it in its Secret; tried again in`);
    node.secret('token', 'new'); // by the kubelet, while the agent runs
    await node.untilReady(models[0]);
  });

  test('a credential that is revoked leaves what is ready served, and is asked with less and less often', async () => {
    const ready = served(server, 'ready', { file: content(1000) });
    await node.start({ models: [ready] });
    await node.untilReady(ready);
    server.fault = () => ({ type: 'status', status: 403 });
    const wanted = served(server, 'wanted', { file: content(1000) }, { tokenFile: node.secret('token', 'revoked') });
    node.configure({ models: [wanted, ready] });
    const before = server.requests.length;
    await node.until('failed', () => node.status('wanted')?.stage === 'failed');
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(server.requests.length - before).toBeLessThan(8);
    expect(node.status('ready')!.stage).toBe('ready');
    expect(node.isMarked(ready)).toBe(true);
  });

  test.each([
    ['absent', undefined, 'cannot be read (ENOENT); put the credential into the key of that name of its Secret'],
    ['empty', '\n', 'is empty; correct it in its Secret'],
    ['of two lines', 'hf_secret\nhf_secret', 'holds a space, a line break or another character that no credential has; correct it in its Secret'],
  ])('a token that is %s is named but not shown, and nothing is asked without it', async (_, token, problem) => {
    const tokenFile = token === undefined ? join(node.root, 'token') : node.secret('token', token);
    const model = served(server, 'private', { file: content(1000) }, { tokenFile });
    await node.start({ models: [model] });
    await node.until('failed', () => node.status('private')?.stage === 'failed');
    expect(node.status('private')!.message).toContain(`${tokenFile} ${problem}`);
    expect(JSON.stringify([node.lines, node.reported])).not.toContain('hf_secret');
    expect(server.requests).toEqual([]);
  });

  test('a file that is absent is named', async () => {
    const model = served(server, 'llama', { file: content(1000) });
    server.files.clear();
    await node.start({ models: [model] });
    await node.until('failed', () => node.status('llama')?.stage === 'failed');
    expect(node.status('llama')!.message).toContain('/llama/file: HTTP status 404; correct the name, or put it there');
  });

  test('a server that asks for fewer requests is asked when it says', async () => {
    const files = { file: content(400_000) };
    const model = served(server, 'llama', files);
    let busy = 2;
    server.fault = (_, request) => (request.headers.range !== 'bytes=0-0' && busy-- > 0 ? { type: 'status', status: 503, headers: { 'retry-after': '0' } } : undefined);
    await node.start({ models: [model] });
    await node.untilReady(model);
    expect(node.seen('llama')).toEqual(checksums(files));
  });

  test('a server that is away is tried again until it is back', async () => {
    const model = served(server, 'llama', { file: content(200_000) });
    server.fault = (_, request) => (request.headers.range === 'bytes=0-0' ? undefined : { type: 'status', status: 500 });
    await node.start({ models: [model] });
    await node.until('failed', () => node.status('llama')?.stage === 'failed');
    expect(node.status('llama')!.message).toContain('HTTP status 500');
    server.fault = () => undefined;
    await node.untilReady(model);
  });

  test('a source that does not answer is given up, and the next model does not wait for it', async () => {
    const models = ['silent', 'other'].map((name) => served(server, name, { file: content(1000) }));
    server.fault = (path) => (path.startsWith('/silent') ? { type: 'hang' } : undefined);
    await node.start({ models });
    await node.untilReady(models[1]);
    expect(node.lines.join('\n')).toContain(`silent: ${server.url}/silent/file: no answer in 1 s; check the network to it; tried again in`);
    server.fault = () => undefined;
    await node.untilReady(models[0]);
  });

  test('a server that asks to be left alone for long is, and the next model does not wait for it', async () => {
    const models = ['busy', 'other'].map((name) => served(server, name, { file: content(1000) }));
    server.fault = (path, request) => (path.startsWith('/busy') && request.headers.range !== 'bytes=0-0'
      ? { type: 'status', status: 503, headers: { 'retry-after': '300' } } : undefined);
    await node.start({ models });
    await node.untilReady(models[1]);
    expect(node.status('busy')!.message).toContain('HTTP status 503; it is tried again; tried again in 5 min 0 s');
    const { length } = server.requests;
    await sleep(1500);
    expect(server.requests).toHaveLength(length);
  });

  test('a file that comes with the same wrong checksum twice is left alone for an hour, and both that may be wrong are named', async () => {
    const model = served(server, 'llama', { file: content(500_000) });
    server.files.set('/llama/file', content(500_000, 2));
    await node.start({ models: [model] });
    await node.until('given up', () => node.status('llama')!.message.includes('with the same result as before'));
    expect(node.status('llama')!.message).toMatch(/: correct the file at the source, or its checksum in the configuration; tried again in 1 h 0 min$/);
    await sleep(1500);
    expect(server.sent).toBe(2 * 500_001);
  });

  test('servers behind one name may have different ETags for a file whose checksum is known', async () => {
    const files = { file: content(700_000) };
    const model = served(server, 'llama', files);
    let requests = 0;
    server.handler = (_, response) => {
      const writeHead = response.writeHead.bind(response) as (status: number, headers: object) => ServerResponse;
      response.writeHead = ((status: number, headers: object) => writeHead(status, { ...headers, etag: `"${requests++ % 2}"` })) as typeof response.writeHead;
      return false;
    };
    await node.start({ models: [model] });
    await node.untilReady(model);
    expect(server.sent).toBe(700_001);
  });

  test('one that fails all connections at once, and many times, is not given up while bytes come', async () => {
    const files = { file: content(2 * MIB) };
    const model = served(server, 'llama', files);
    const failed = new Map<string, number>();
    server.fault = (_, request) => {
      const range = request.headers.range!;
      failed.set(range, (failed.get(range) ?? 0) + 1);
      return range !== 'bytes=0-0' && failed.get(range)! <= 3 ? { type: 'status', status: 500 } : undefined;
    };
    await node.start({ models: [model] });
    await node.untilReady(model);
    expect(node.lines.filter((line) => line.startsWith('error'))).toEqual([]);
  });

  test('the wait after a failure begins anew when something came before it', async () => {
    const model = served(server, 'llama', { file: content(MIB) });
    // Each attempt brings a part, and then none.
    let came = false;
    server.fault = (_, request) => {
      const isFirst = request.headers.range === 'bytes=0-0' || !came;
      came = request.headers.range !== 'bytes=0-0';
      return isFirst ? undefined : { type: 'status', status: 500 };
    };
    await node.start({ models: [model] }, { options: { ...QUICK, connections: 1, barrenRequests: 0, failedMs: 100, failedMostMs: 600_000 } });
    await node.until('ready', () => node.isMarked(model), 20_000);
    expect(node.lines.filter((line) => line.startsWith('error')).length).toBeGreaterThan(10);
  }, 30_000);

  test('a clock that is set back changes nothing about when it is tried again', async () => {
    const model = served(server, 'llama', { file: content(1000) });
    server.fault = () => ({ type: 'status', status: 403 });
    await node.start({ models: [model] });
    await node.until('failed', () => node.status('llama')?.stage === 'failed');
    const now = jest.spyOn(Date, 'now').mockImplementation(() => performance.timeOrigin + performance.now() - 3_600_000);
    try {
      server.fault = () => undefined;
      await node.untilReady(model);
    } finally {
      now.mockRestore();
    }
  });

  test('a file that changes while it is fetched is listed again', async () => {
    const after = { file: content(400_000, 2) };
    const model = served(server, 'llama', after);
    server.files.set('/llama/file', content(400_000, 1));
    server.fault = (_, request) => {
      if (request.headers.range?.startsWith('bytes=131072-')) {
        server.files.set('/llama/file', after.file);
      }
      return undefined;
    };
    await node.start({ models: [model] });
    await node.untilReady(model);
    expect(node.lines.some((line) => line.includes('the source has another content than a moment ago') || line.includes('where the source announces'))).toBe(true);
    expect(node.seen('llama')).toEqual(checksums(after));
  });
});

describe('an agent that is stopped', () => {
  test('goes on where it was', async () => {
    const files = { file: content(2 * MIB) };
    const model = served(server, 'llama', files);
    let open = 10;
    server.fault = (_, request) => (request.headers.range !== 'bytes=0-0' && open-- <= 0 ? { type: 'hang' } : undefined);
    await node.start({ models: [model] }, { options: { ...QUICK, slowMs: 60_000 } });
    await node.until('half there', () => open <= 0);
    await node.stop();
    expect(node.seen('llama')).toBeUndefined();
    server.fault = () => undefined;
    server.sent = 0;
    await node.start({ models: [model] });
    await node.untilReady(model);
    expect(node.seen('llama')).toEqual(checksums(files));
    expect(server.sent).toBeLessThan(1.6 * MIB);
  });

  test('asks nobody for what is ready', async () => {
    const model = served(server, 'llama', { file: content(1000) });
    await node.start({ models: [model] });
    await node.untilReady(model);
    await node.stop();
    server.requests.length = 0;
    node.reported = [];
    await node.start({ models: [model] });
    await node.untilReady(model);
    expect(server.requests).toEqual([]);
  });

  test('fetches the damaged file of a model again, and no other', async () => {
    const files = { damaged: content(200_000), whole: content(200_000, 2) };
    const model = served(server, 'llama', files);
    await node.start({ models: [model] });
    await node.untilReady(model);
    await node.stop();
    const path = join(node.versionPath(model), 'damaged');
    writeFileSync(path, content(200_000, 3));
    server.requests.length = 0;
    node.reported = [];
    await node.start({ models: [model] });
    await node.untilReady(model);
    expect(node.seen('llama')).toEqual(checksums(files));
    expect(server.requests.filter(({ range }) => range !== 'bytes=0-0').map(({ path: asked }) => asked)).not.toContain('/llama/whole');
    expect(node.lines).toContainEqual('warn: llama: damaged, and fetched again: damaged');
  });

  test('takes a file for whole whose time alone has changed', async () => {
    const files = { file: content(200_000) };
    const model = served(server, 'llama', files);
    await node.start({ models: [model] });
    await node.untilReady(model);
    await node.stop();
    const path = join(node.versionPath(model), 'file');
    writeFileSync(path, readFileSync(path));
    server.requests.length = 0;
    node.reported = [];
    await node.start({ models: [model] });
    await node.untilReady(model);
    expect(server.requests).toEqual([]);
    expect(existsSync(path) && statSync(path).size).toBe(200_000);
  });
});
