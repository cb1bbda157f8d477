import { createServer as createHttpServer, RequestListener } from 'node:http';
import { AddressInfo, createServer, Server, Socket } from 'node:net';
import { content } from './support/agent';
import { Connections } from '../src/fetch/connections';
import { HttpAnswer } from '../src/fetch/http-connection';

/** More than a connection keeps of a body: it is read, handed on and read over again. */
const LARGE = content(5_000_000);

let server: Server | undefined;
let sockets: Socket[];
let connections: Connections;

beforeEach(() => {
  sockets = [];
  connections = new Connections();
});

afterEach(() => {
  connections.close();
  server?.close();
  server = undefined;
});

function listening(started: Server): Promise<void> {
  server = started.on('connection', (socket: Socket) => sockets.push(socket.on('error', () => undefined)));
  return new Promise((resolve) => server!.listen(0, '127.0.0.1', resolve));
}

const serve = (listener: RequestListener) => listening(createHttpServer(listener));

/** A server that sends these bytes whatever it is asked, and ends there if it is told to. */
const say = (bytes: string | Buffer, ends: boolean = false) => listening(createServer((socket) => socket.once('data', () => (ends ? socket.end(bytes) : socket.write(bytes)))));

const ask = (signal: AbortSignal = new AbortController().signal, headers: { readonly [name: string]: string } = { range: 'bytes=0-' }): Promise<HttpAnswer> =>
  connections.ask(`http://127.0.0.1:${(server!.address() as AddressInfo).port}/file?a=b`, headers, signal);

async function read({ body }: HttpAnswer): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) {
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}

describe('a connection', () => {
  test('asks as HTTP/1.1 has it, and tells the head of the answer', async () => {
    let asked: unknown;
    await serve(({ method, url, headers }, response) => {
      asked = { method, url, ...headers };
      response.writeHead(206, { 'ETag': '"1"', 'content-length': 5 }).end('hello');
    });
    const answer = await ask();
    expect(asked).toEqual({
      'method': 'GET',
      'url': '/file?a=b',
      'host': `127.0.0.1:${(server!.address() as AddressInfo).port}`,
      'range': 'bytes=0-',
      'accept-encoding': 'identity',
      'user-agent': 'gpu-model-cache',
    });
    expect(answer).toMatchObject({ status: 206, headers: { 'etag': '"1"', 'content-length': '5' } });
    expect((await read(answer)).toString()).toBe('hello');
    expect(answer.received()).toBe(5);
  });

  test('is asked again when its answer has been read, also an empty one', async () => {
    let requests = 0;
    await serve((_, response) => response.end(++requests === 2 ? '' : LARGE));
    for (const expected of [LARGE, Buffer.alloc(0), LARGE]) {
      expect((await read(await ask())).equals(expected)).toBe(true);
    }
    expect(sockets).toHaveLength(1);
  });

  test('is not asked again when its answer was left, or the server wants no more of it', async () => {
    await serve((_, response) => response.writeHead(200, { connection: sockets.length === 2 ? 'close' : 'keep-alive' }).end(LARGE));
    for await (const chunk of (await ask()).body) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    await read(await ask());
    await read(await ask());
    expect(sockets).toHaveLength(3);
  });

  test('brings a body that comes in chunks, of any size', async () => {
    await serve((_, response) => {
      for (let at = 0, size = 1; at < LARGE.length; at += size, size = 1 + (size * 7) % 90_001) {
        response.write(LARGE.subarray(at, at + size));
      }
      response.end();
    });
    expect((await read(await ask())).equals(LARGE)).toBe(true);
  });

  test('brings a body that ends with the connection', async () => {
    await say(Buffer.concat([Buffer.from('HTTP/1.0 200 OK\r\n\r\n'), LARGE]), true);
    expect((await read(await ask())).equals(LARGE)).toBe(true);
  });

  test('takes what comes before an answer for none', async () => {
    await say('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
    const answer = await ask();
    expect(answer.status).toBe(200);
    expect((await read(answer)).toString()).toBe('ok');
  });

  test('gives all that came before it was cut, and then says so', async () => {
    await say('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf', true);
    const seen: string[] = [];
    await expect((async () => {
      for await (const chunk of (await ask()).body) {
        seen.push(chunk.toString());
      }
    })()).rejects.toThrow('the connection was cut');
    expect(seen).toEqual(['half']);
  });

  test('reads no further than its reader', async () => {
    await serve((_, response) => response.end(Buffer.alloc(64 * 2 ** 20)));
    const answer = await ask();
    const body = answer.body[Symbol.asyncIterator]();
    await body.next();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(answer.received()).toBeLessThan(3 * 2 ** 20);
    await body.return!();
  });

  test('is given up with the reason of its signal', async () => {
    await say('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf');
    const stop = new AbortController();
    const body = read(await ask(stop.signal));
    stop.abort(new Error('no longer wanted'));
    await expect(body).rejects.toThrow('no longer wanted');
    await expect(ask(stop.signal)).rejects.toThrow('no longer wanted');
  });

  test('refuses what is no HTTP, and a server that is not there', async () => {
    await say('220 mail.example.com ESMTP\r\n');
    await expect(ask()).rejects.toThrow(/^http:\/\/127\.0\.0\.1:\d+\/file: this is no answer in HTTP\/1\.1 \(.*\); check the address and the network to it$/);
    await expect(connections.ask('http://127.0.0.1:1/file', {}, new AbortController().signal)).rejects.toThrow('connect ECONNREFUSED');
  });

  test('refuses a header that would begin another one', async () => {
    await serve((_, response) => response.end());
    const asked = ask(undefined, { authorization: 'Bearer a\r\nx: y' });
    await expect(asked).rejects.toThrow('Invalid character in header content');
    await new Promise((resolve) => setTimeout(resolve, 50)); // a connection would be there by now
    expect(sockets).toEqual([]);
  });
});
