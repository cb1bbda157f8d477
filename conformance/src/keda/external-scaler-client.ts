import { ChannelCredentials, Client, ClientReadableStream, credentials, makeClientConstructor, Metadata } from '@grpc/grpc-js';
import { readTarget, readValue } from './numbers';
import {
  EXTERNAL_SCALER_SERVICE, GetMetricSpecResponse, GetMetricsRequest, GetMetricsResponse, IsActiveResponse, ScaledObjectRef,
} from '../../../scaler/src/external-scaler-proto';

/** How to call a scaler. */
export interface ExternalScalerClientOptions {
  /** @default - plain text */
  readonly channel?: ChannelCredentials;
  /**
   * Shares no connection with other clients of this process.
   *
   * @default false
   */
  readonly ownConnection?: boolean;
  /**
   * After how long a call is given up. The scaler is not told of it: as KEDA has no deadline, none is sent.
   *
   * @default - never, as KEDA
   */
  readonly patienceMs?: number;
}

/** One poll, as KEDA understands it. */
export interface Poll {
  readonly target: number;
  readonly value: number;
  readonly active: boolean;
}

/** KEDA's side of the contract, for whoever plays it: the conformance kit, tests, the demonstration. */
export class ExternalScalerClient {
  private readonly client: Client;
  private readonly patienceMs?: number;

  /**
   * @param address `host:port`, or another target of gRPC
   */
  public constructor(address: string, options: ExternalScalerClientOptions = {}) {
    const { channel = credentials.createInsecure(), ownConnection = false, patienceMs } = options;
    this.client = new (makeClientConstructor(EXTERNAL_SCALER_SERVICE, 'ExternalScaler'))(address, channel, {
      'grpc.use_local_subchannel_pool': ownConnection ? 1 : 0,
    });
    this.patienceMs = patienceMs;
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
  public async poll(ref: ScaledObjectRef): Promise<Poll> {
    const { metricSpecs: [spec] } = await this.getMetricSpec(ref);
    const { metricValues } = await this.getMetrics({ scaledObjectRef: ref, metricName: spec.metricName });
    const { result } = await this.isActive(ref);
    return { target: readTarget(spec), value: metricValues.reduce((sum, value) => sum + readValue(value), 0), active: result };
  }

  /**
   * Waits for the connection.
   *
   * @throws Error if there is none in time
   */
  public connected(withinMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.client.waitForReady(Date.now() + withinMs, (error) => (error ? reject(error) : resolve()));
    });
  }

  public close(): void {
    this.client.close();
  }

  private unary<T>(method: string, request: object): Promise<T> {
    const { path, requestSerialize, responseDeserialize } = EXTERNAL_SCALER_SERVICE[method];
    return new Promise((resolve, reject) => {
      const call = this.client.makeUnaryRequest(path, requestSerialize, responseDeserialize as (bytes: Buffer) => T, request, new Metadata(),
        (error, answer) => {
          clearTimeout(timer);
          return error === null ? resolve(answer!) : reject(error);
        });
      const timer = this.patienceMs === undefined ? undefined : setTimeout(() => {
        reject(new Error(`no answer within ${this.patienceMs} ms`));
        call.cancel();
      }, this.patienceMs);
    });
  }

  private stream<T>(method: string, request: object): ClientReadableStream<T> {
    const { path, requestSerialize, responseDeserialize } = EXTERNAL_SCALER_SERVICE[method];
    return this.client.makeServerStreamRequest(path, requestSerialize, responseDeserialize as (bytes: Buffer) => T, request, new Metadata());
  }
}
