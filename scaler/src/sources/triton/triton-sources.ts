import { SpentTime } from './spent-time';
import { MODEL_SERVER_CONNECTIONS, requireSelectable, TritonSourceMetadata } from '../../../../lib/contract';
import { Connections } from '../../connections/connections';
import { ModelServersConnection } from '../../connections/model-servers-connection';
import { QueriedModelServers, selector } from '../model-server/queried-model-servers';
import { ScrapedModelServers } from '../model-server/scraped-model-servers';
import { Source } from '../source';
import { SourceKind } from '../source-kind';

const PENDING = 'nv_inference_pending_request_count';

/** What requests have spent waiting, in microseconds, each from the moment on at which it no longer waits. */
const QUEUE = 'nv_inference_queue_duration_us';

/** What a request in compute does, one after the other; in microseconds. Requests in compute are not counted, but their time is. */
const COMPUTE = ['input', 'infer', 'output'].map((step) => `nv_inference_compute_${step}_duration_us`);

/**
 * Triton servers.
 *
 * @see https://docs.nvidia.com/deeplearning/triton-inference-server/user-guide/docs/user_guide/metrics.html
 */
export class TritonSources implements SourceKind<TritonSourceMetadata> {
  public constructor(private readonly connections: Connections) {}

  public source(metadata: TritonSourceMetadata): Source {
    const { connection, model, version, namespace, window, averageQueue = false, onEmpty } = metadata;
    const servers = this.connections.get(MODEL_SERVER_CONNECTIONS, connection);
    const labels = { model, version, namespace };
    const pods = selector(labels);
    if (servers instanceof ModelServersConnection) {
      requireSelectable(metadata, 'model-servers');
      const windowMs = 1000 * parseInt(window, 10);
      const compute = new SpentTime(windowMs, 1);
      const queue = new SpentTime(windowMs, 0);
      return new ScrapedModelServers(servers, `Triton ${pods}`, labels, {
        metrics: [averageQueue ? QUEUE : PENDING, ...COMPUTE],
        readingOf: ({ pod, at, sum }) => ({
          waiting: averageQueue ? queue.observe(pod, sum(QUEUE) / 1e6, at) : sum(PENDING),
          inFlight: compute.observe(pod, COMPUTE.reduce((microseconds, metric) => microseconds + sum(metric), 0) / 1e6, at),
        }),
      }, onEmpty, (there) => [compute, queue].forEach((time) => time.keepOnly(there)));
    }
    return new QueriedModelServers(servers, `Triton ${pods}`, {
      ...(averageQueue ? { there: `count(${QUEUE}${pods})` } : {}),
      waiting: averageQueue ? `sum(rate(${QUEUE}${pods}[${window}])) / 1e6` : `sum(${PENDING}${pods})`,
      inFlight: `(${COMPUTE.map((metric) => `sum(rate(${metric}${pods}[${window}]))`).join(' + ')}) / 1e6`,
    }, onEmpty);
  }
}
