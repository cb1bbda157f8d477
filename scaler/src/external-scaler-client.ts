import { ChannelCredentials, Client, ClientReadableStream, credentials, makeClientConstructor, Metadata } from '@grpc/grpc-js';
import {
  EXTERNAL_SCALER_SERVICE, GetMetricSpecResponse, GetMetricsRequest, GetMetricsResponse, IsActiveResponse, ScaledObjectRef,
} from './external-scaler-proto';

/** KEDA's side of the contract, for whoever plays it: tests, the demonstration. */
export class ExternalScalerClient {
  private readonly client: Client;

  /**
   * @param address `host:port`
   */
  public constructor(address: string, channel: ChannelCredentials = credentials.createInsecure()) {
    this.client = new (makeClientConstructor(EXTERNAL_SCALER_SERVICE, 'ExternalScaler'))(address, channel);
  }

  public getMetricSpec(ref: ScaledObjectRef): Promise<GetMetricSpecResponse> {
    return this.unary('GetMetricSpec', ref);
  }

  public getMetrics(request: GetMetricsRequest): Promise<GetMetricsResponse> {
    return this.unary('GetMetrics', request);
  }

  public isActive(ref: ScaledObjectRef): Promise<IsActiveResponse> {
    return this.unary('IsActive', ref);
  }

  public streamIsActive(ref: ScaledObjectRef): ClientReadableStream<IsActiveResponse> {
    return this.stream('StreamIsActive', ref);
  }

  public streamMetricSpec(ref: ScaledObjectRef): ClientReadableStream<GetMetricSpecResponse> {
    return this.stream('StreamMetricSpec', ref);
  }

  /** One poll as KEDA does it: spec, then metrics, then active. */
  public async poll(ref: ScaledObjectRef): Promise<{ readonly target: number; readonly value: number; readonly active: boolean }> {
    const { metricSpecs: [spec] } = await this.getMetricSpec(ref);
    const { metricValues } = await this.getMetrics({ scaledObjectRef: ref, metricName: spec.metricName });
    const { result } = await this.isActive(ref);
    return { target: spec.targetSizeFloat, value: metricValues.reduce((sum, { metricValueFloat }) => sum + metricValueFloat, 0), active: result };
  }

  public close(): void {
    this.client.close();
  }

  private unary<T>(method: string, request: object): Promise<T> {
    const { path, requestSerialize, responseDeserialize } = EXTERNAL_SCALER_SERVICE[method];
    return new Promise((resolve, reject) => {
      this.client.makeUnaryRequest(path, requestSerialize, responseDeserialize as (bytes: Buffer) => T, request, new Metadata(),
        (error, answer) => (error === null ? resolve(answer!) : reject(error)));
    });
  }

  private stream<T>(method: string, request: object): ClientReadableStream<T> {
    const { path, requestSerialize, responseDeserialize } = EXTERNAL_SCALER_SERVICE[method];
    return this.client.makeServerStreamRequest(path, requestSerialize, responseDeserialize as (bytes: Buffer) => T, request, new Metadata());
  }
}
