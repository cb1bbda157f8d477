import { VllmSourceMetadata } from '../../../../lib/contract';
import { Connections } from '../../connections/connections';
import { ModelServerSource, selector } from '../model-server/model-server';
import { SourceKind } from '../source-kind';

/**
 * vLLM servers.
 *
 * @see https://docs.vllm.ai/en/latest/usage/metrics/
 */
export class VllmSources implements SourceKind<VllmSourceMetadata> {
  public constructor(private readonly connections: Connections) {}

  public source({ connection, modelName, namespace, onEmpty }: VllmSourceMetadata): ModelServerSource {
    const pods = selector({ model_name: modelName, namespace });
    return new ModelServerSource(this.connections.get('prometheus', connection), `vLLM ${pods}`, {
      waiting: `sum(vllm:num_requests_waiting${pods})`,
      inFlight: `sum(vllm:num_requests_running${pods})`,
    }, onEmpty);
  }
}
