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
} as const;
