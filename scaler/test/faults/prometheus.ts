import { Broker, BrokerKind } from './broker';
import { PrometheusServer } from '../../../test/support/prometheus-server';

/** Of `correct horse`, made quickly. */
const PASSWORD_HASH = '$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e';

const METRICS = `
jobs_outstanding 3
vllm:num_requests_waiting{engine="0",model_name="llama"} 2
vllm:num_requests_running{engine="0",model_name="llama"} 1
nv_inference_pending_request_count{model="resnet",version="1"} 3
nv_inference_compute_input_duration_us{model="resnet",version="1"} 47
nv_inference_compute_infer_duration_us{model="resnet",version="1"} 47
nv_inference_compute_output_duration_us{model="resnet",version="1"} 47
`;

export const prometheus: BrokerKind = {
  name: 'prometheus',
  executable: 'prometheus',
  start: async (): Promise<Broker> => {
    const server = await PrometheusServer.start();
    await server.expose(METRICS);
    return {
      server,
      port: server.port,
      connection: (port) => ({ type: 'prometheus', url: `http://127.0.0.1:${port}` }),
      sources: [
        { type: 'prometheus-query', connection: 'prometheus', query: 'jobs_outstanding', onEmpty: 'error' },
        { type: 'vllm', connection: 'prometheus', modelName: 'llama', onEmpty: 'error' },
        { type: 'triton', connection: 'prometheus', model: 'resnet', window: '60s', onEmpty: 'error' },
      ],
      revoke: async () => server.reconfigure({ basic_auth_users: { scaler: PASSWORD_HASH } }),
      grant: async () => server.reconfigure({}),
      stop: () => server.stop(),
    };
  },
};
