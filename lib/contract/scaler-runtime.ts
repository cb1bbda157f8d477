/** Where the scaler finds things in its pod, and the ports it serves. */
export const SCALER_RUNTIME = {
  /** KEDA's gRPC calls. */
  grpcPort: 6000,
  /** `/livez` and `/readyz` over HTTP: the kubelet's gRPC probe cannot speak mutual TLS. */
  healthPort: 8080,
  /** The rendered `ScalerConfig`. */
  configFile: '/etc/gpu-autoscaler/config/scaler.json',
  /** One folder per connection, holding the files of its Secrets. */
  secretsDirectory: '/etc/gpu-autoscaler/secrets',
  /** `tls.crt`, `tls.key`, and `ca.crt` to verify KEDA with. */
  tlsDirectory: '/etc/gpu-autoscaler/tls',
  /** Environment variables that override the above. */
  env: {
    grpcAddress: 'GRPC_ADDRESS',
    healthAddress: 'HEALTH_ADDRESS',
    configFile: 'CONFIG_FILE',
    tlsDirectory: 'TLS_DIRECTORY',
    targetsFile: 'TARGETS_FILE',
  },
  /**
   * Variables of OpenTelemetry's SDK, which knows more of them. Traces are sent where an endpoint is set.
   *
   * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
   */
  otel: {
    disabled: 'OTEL_SDK_DISABLED',
    endpoint: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    tracesEndpoint: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    headers: 'OTEL_EXPORTER_OTLP_HEADERS',
    protocol: 'OTEL_EXPORTER_OTLP_PROTOCOL',
    tracesProtocol: 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL',
    sampler: 'OTEL_TRACES_SAMPLER',
    samplerArgument: 'OTEL_TRACES_SAMPLER_ARG',
    serviceName: 'OTEL_SERVICE_NAME',
    resourceAttributes: 'OTEL_RESOURCE_ATTRIBUTES',
  },
} as const;
