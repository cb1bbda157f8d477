import { TritonSourceMetadata } from '../../../../lib/contract';
import { Connections } from '../../connections/connections';
import { ModelServerSource, selector } from '../model-server/model-server';
import { SourceKind } from '../source-kind';

/** What a request in compute does, one after the other. */
const COMPUTE = ['input', 'infer', 'output'];

/**
 * Triton servers.
 *
 * @see https://docs.nvidia.com/deeplearning/triton-inference-server/user-guide/docs/user_guide/metrics.html
 */
export class TritonSources implements SourceKind<TritonSourceMetadata> {
  public constructor(private readonly connections: Connections) {}

  public source({ connection, model, version, namespace, window, onEmpty }: TritonSourceMetadata): ModelServerSource {
    const pods = selector({ model, version, namespace });
    // Requests in compute are not counted, but their time is: as many seconds of it as pass in a second are in compute on average.
    const compute = COMPUTE.map((step) => `sum(rate(nv_inference_compute_${step}_duration_us${pods}[${window}]))`);
    return new ModelServerSource(this.connections.get('prometheus', connection), `Triton ${pods}`, {
      waiting: `sum(nv_inference_pending_request_count${pods})`,
      inFlight: `(${compute.join(' + ')}) / 1e6`,
    }, onEmpty);
  }
}
