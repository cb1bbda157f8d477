import { ComputeTime } from './compute-time';
import { MODEL_SERVER_CONNECTIONS, requireSelectable, TritonSourceMetadata } from '../../../../lib/contract';
import { Connections } from '../../connections/connections';
import { ModelServersConnection } from '../../connections/model-servers-connection';
import { QueriedModelServers, selector } from '../model-server/queried-model-servers';
import { ScrapedModelServers } from '../model-server/scraped-model-servers';
import { Source } from '../source';
import { SourceKind } from '../source-kind';

const PENDING = 'nv_inference_pending_request_count';

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
    const { connection, model, version, namespace, window, onEmpty } = metadata;
    const servers = this.connections.get(MODEL_SERVER_CONNECTIONS, connection);
    const labels = { model, version, namespace };
    const pods = selector(labels);
    if (servers instanceof ModelServersConnection) {
      requireSelectable(metadata, 'model-servers');
      const compute = new ComputeTime(1000 * parseInt(window, 10));
      return new ScrapedModelServers(servers, `Triton ${pods}`, labels, {
        metrics: [PENDING, ...COMPUTE],
        readingOf: ({ pod, at, sum }) => ({
          waiting: sum(PENDING),
          inFlight: compute.observe(pod, COMPUTE.reduce((microseconds, metric) => microseconds + sum(metric), 0) / 1e6, at),
        }),
      }, onEmpty, (there) => compute.keepOnly(there));
    }
    return new QueriedModelServers(servers, `Triton ${pods}`, {
      waiting: `sum(${PENDING}${pods})`,
      inFlight: `(${COMPUTE.map((metric) => `sum(rate(${metric}${pods}[${window}]))`).join(' + ')}) / 1e6`,
    }, onEmpty);
  }
}
