import { SecretKey } from '../secret-key';

/**
 * Where the scaler's traces go, by OTLP over HTTP, and how many of them.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/
 */
export interface TracingOptions {
  /**
   * Base URL of what takes OTLP, `http` or `https`, for example of an OpenTelemetry Collector: `http://collector.observability:4318`. `/v1/traces` is
   * added to it. Port 4317, OTLP over gRPC, is another one.
   */
  readonly otlpEndpoint: string;

  /**
   * Headers of each request, for a server that asks who sends: `name=value`, several with commas between, percent-encoded as in
   * `authorization=Bearer%20abc`. A changed Secret is taken up by new pods only.
   *
   * @default - none
   */
  readonly headers?: SecretKey;

  /**
   * The share of traces that is recorded, from 0 to 1. A caller that says whether its trace is recorded, by a W3C `traceparent`, is followed.
   *
   * @default 0.01
   */
  readonly sampleRatio?: number;

  /**
   * The name of the service in the traces.
   *
   * @default 'gpu-scaler'
   */
  readonly serviceName?: string;

  /**
   * What else each trace says of its sender, for example `{ 'deployment.environment.name': 'production' }`.
   *
   * @default - only `k8s.namespace.name` and `k8s.pod.name`, which are always there
   */
  readonly resourceAttributes?: { [name: string]: string };
}
