import { MODEL_SERVER_CONNECTIONS, requireSelectable, VllmSourceMetadata } from '../../../../lib/contract';
import { Connections } from '../../connections/connections';
import { ModelServersConnection } from '../../connections/model-servers-connection';
import { QueriedModelServers, selector } from '../model-server/queried-model-servers';
import { ScrapedModelServers } from '../model-server/scraped-model-servers';
import { Source } from '../source';
import { SourceKind } from '../source-kind';

const WAITING = 'vllm:num_requests_waiting';
const RUNNING = 'vllm:num_requests_running';

/**
 * vLLM servers.
 *
 * @see https://docs.vllm.ai/en/latest/usage/metrics/
 */
export class VllmSources implements SourceKind<VllmSourceMetadata> {
  public constructor(private readonly connections: Connections) {}

  public source(metadata: VllmSourceMetadata): Source {
    const { connection, modelName, namespace, onEmpty } = metadata;
    const servers = this.connections.get(MODEL_SERVER_CONNECTIONS, connection);
    const labels = { model_name: modelName, namespace };
    const pods = selector(labels);
    if (servers instanceof ModelServersConnection) {
      requireSelectable(metadata, 'model-servers');
      return new ScrapedModelServers(servers, `vLLM ${pods}`, labels, {
        metrics: [WAITING, RUNNING], readingOf: ({ sum }) => ({ waiting: sum(WAITING), inFlight: sum(RUNNING) }),
      }, onEmpty);
    }
    return new QueriedModelServers(servers, `vLLM ${pods}`, { waiting: `sum(${WAITING}${pods})`, inFlight: `sum(${RUNNING}${pods})` }, onEmpty);
  }
}
