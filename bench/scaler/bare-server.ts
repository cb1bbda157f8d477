/** The peer: a server of the same contract that does nothing but answer, in a process of its own. Prints its port. */
import { sendUnaryData, Server, ServerCredentials, ServerUnaryCall } from '@grpc/grpc-js';
import { EXTERNAL_SCALER_SERVICE, GetMetricsResponse } from '../../scaler/src/external-scaler-proto';

const ANSWER: GetMetricsResponse = { metricValues: [{ metricName: 'jobs-outstanding', metricValueFloat: 47 }] };

const server = new Server();
server.addService(EXTERNAL_SCALER_SERVICE, {
  GetMetrics: (_call: ServerUnaryCall<unknown, GetMetricsResponse>, callback: sendUnaryData<GetMetricsResponse>) => callback(null, ANSWER),
});
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) {
    throw error;
  }
  console.log(port);
});
