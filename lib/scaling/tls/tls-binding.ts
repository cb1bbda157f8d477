import { Construct } from 'constructs';

/** The scaler that is to speak TLS. */
export interface TlsServer {
  readonly scope: Construct;
  /** Name of its objects. */
  readonly name: string;
  readonly namespace: string;
  /** The name by which KEDA calls it. */
  readonly host: string;
  readonly labels: { [label: string]: string };
}

/** The Secrets of a scaler that speaks TLS. Each holds `tls.crt`, `tls.key` and `ca.crt`. */
export interface TlsBinding {
  /** The Secret with the scaler's certificate, in its namespace. */
  readonly serverSecretName: string;

  /** The Secret with KEDA's certificate, in the namespace of a worker. */
  clientSecretName(worker: Construct): string;
}
