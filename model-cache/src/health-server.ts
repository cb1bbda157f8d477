import { createServer, Server, ServerResponse } from 'node:http';
import { Metrics } from './metrics';
import { Progress } from './progress';

/** `GET /livez` (something has happened within `stuckMs`), `GET /readyz` (all models are ready), `GET /metrics` for Prometheus, and `GET /models`, how far each is. */
export function healthServer(progress: Progress, metrics: Metrics, stuckMs: number): Server {
  return createServer((request, response) => {
    switch (`${request.method} ${request.url}`) {
      case 'GET /livez':
        return send(response, progress.idleMs < stuckMs ? 200 : 503, { live: progress.idleMs < stuckMs });
      case 'GET /readyz':
        return send(response, progress.complete ? 200 : 503, { ready: progress.complete });
      case 'GET /models':
        return send(response, 200, progress.all.map(({ status }) => status));
      case 'GET /metrics':
        return void metrics.text().then((text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text));
      default:
        return send(response, 404, { error: 'expected GET /livez, GET /readyz, GET /models or GET /metrics' });
    }
  });
}

function send(response: ServerResponse, code: number, body: object): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}
