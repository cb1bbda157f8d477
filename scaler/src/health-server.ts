import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { Metrics } from './metrics';
import { MemoryQueue } from './sources/memory/memory-queue';
import { MemoryQueues } from './sources/memory/memory-queues';

/** What the health server shows. */
export interface HealthParts {
  /** Whether new calls are welcome. */
  readonly ready: () => boolean;
  readonly metrics: Metrics;
  /** The embedded queues, if this scaler has them. */
  readonly queues: () => MemoryQueues | undefined;
}

/** `/queues/NAME` and what may be done with it. */
const QUEUE_PATH = /^\/queues\/([^/]+)(?:\/(add|take|finish))?$/;

/**
 * `GET /livez`, or `GET /healthz`, and `GET /readyz` for the kubelet, over plain HTTP: its gRPC probe cannot speak mutual TLS. `GET /metrics` for
 * Prometheus.
 *
 * A scaler without connections also serves its embedded queues: `GET /queues/NAME`, and `POST /queues/NAME/add|take|finish?count=N`.
 */
export function healthServer(parts: HealthParts): Server {
  return createServer((request, response) => answer(request, response, parts));
}

function answer(request: IncomingMessage, response: ServerResponse, { ready, metrics, queues }: HealthParts): void {
  const url = urlOf(request.url);
  if (request.method === 'GET' && (url.pathname === '/livez' || url.pathname === '/healthz')) {
    return send(response, 200, { live: true });
  }
  if (request.method === 'GET' && url.pathname === '/readyz') {
    return send(response, ready() ? 200 : 503, { ready: ready() });
  }
  if (request.method === 'GET' && url.pathname === '/metrics') {
    return void metrics.text().then((text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text));
  }
  const [, encoded, change] = QUEUE_PATH.exec(url.pathname) ?? [];
  const name = decoded(encoded);
  const embedded = queues();
  if (embedded !== undefined && name !== undefined && request.method === (change === undefined ? 'GET' : 'POST')) {
    return answerQueue(response, embedded.queue(name), change, url.searchParams.get('count'));
  }
  send(response, 404, { error: 'expected GET /livez or /healthz, GET /readyz, GET /metrics, or without connections GET /queues/NAME and POST /queues/NAME/add|take|finish?count=N' });
}

/** Anybody may call this server with anything, and none of it may end the process: what is no path is the path of nothing. */
function urlOf(target: string = '/'): URL {
  try {
    return new URL(`http://localhost${target}`);
  } catch {
    return new URL('http://localhost/');
  }
}

function decoded(part: string | undefined): string | undefined {
  try {
    return part === undefined ? undefined : decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function answerQueue(response: ServerResponse, queue: MemoryQueue, change: string | undefined, countText: string | null): void {
  if (change === undefined) {
    return send(response, 200, queue.reading);
  }
  const count = Number(countText);
  if (!/^\d+$/.test(countText ?? '') || !Number.isSafeInteger(count)) {
    return send(response, 400, { error: `count: got ${JSON.stringify(countText)}; expected a whole number of at least 0; append ?count=N` });
  }
  if (change === 'add') {
    queue.add(count);
    return send(response, 200, queue.reading);
  }
  const moved = change === 'take' ? queue.take(count) : queue.finish(count);
  send(response, 200, { moved, ...queue.reading });
}

function send(response: ServerResponse, code: number, body: object): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}
