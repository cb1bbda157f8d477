import { createServer, Server, ServerResponse } from 'node:http';
import { Metrics } from './metrics';
import { Progress } from './progress';

/** Nothing that the agent does takes so long without something happening: bytes that come, a file that is verified, a look that ends. */
const STUCK_MS = 60 * 60_000;

/** `GET /livez` (something happens), `GET /readyz` (all models are ready), `GET /metrics` for Prometheus, and `GET /models`, how far each is. */
export function healthServer(progress: Progress, metrics: Metrics, stuckMs: number = STUCK_MS): Server {
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
