/**
 * The configuration file of the scaler: written by `ExternalScaler` into a ConfigMap, read by the scaler at start.
 *
 * It holds addresses and paths, never secrets: a password is a file that the pod mounts from a Secret.
 */
import { refusal } from './contract-error';

/** A Redis server. */
export interface RedisConnectionConfig {
  readonly type: 'redis';
  /** Host name or address, full enough to resolve from the scaler's namespace. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
  /** Database number, 0 or more. */
  readonly database: number;
  /** ACL user; the server's default user if absent. */
  readonly username?: string;
  /** File that holds the password; no authentication if absent. */
  readonly passwordFile?: string;
  /** Speak TLS, verifying the server against `caFile` or the system roots. */
  readonly tls: boolean;
  /** PEM bundle that signed the server's certificate. */
  readonly caFile?: string;
}

/** Every kind of connection that the contract knows. */
export type ConnectionConfig = RedisConnectionConfig;

/** The whole file. */
export interface ScalerConfig {
  /** Connections by the name that triggers use. */
  readonly connections: { readonly [name: string]: ConnectionConfig };
}

/** Where the scaler finds things in its pod, and the ports it serves. */
export const SCALER_RUNTIME = {
  /** KEDA's gRPC calls. */
  grpcPort: 6000,
  /** `/livez` and `/readyz` over HTTP: the kubelet's gRPC probe cannot speak mutual TLS. */
  healthPort: 8080,
  /** The rendered `ScalerConfig`. */
  configFile: '/etc/gpu-autoscaler/config/scaler.json',
  /** One folder per connection, holding the files of its Secret. */
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

/** Renders the file; what this returns, `parseScalerConfig` accepts. */
export function renderScalerConfig(config: ScalerConfig): string {
  const rendered = `${JSON.stringify(config, null, 2)}\n`;
  parseScalerConfig(rendered);
  return rendered;
}

/**
 * Reads the file.
 *
 * @throws ContractError naming the field, the value got, what was expected and what to do
 */
export function parseScalerConfig(file: string): ScalerConfig {
  let raw: unknown;
  try {
    raw = JSON.parse(file);
  } catch (error) {
    throw refusal('scaler configuration', file.slice(0, 80), 'a JSON object', `correct the file (${(error as Error).message})`);
  }
  const connections = isRecord(raw) ? raw.connections : undefined;
  if (!isRecord(connections)) {
    throw refusal('connections', connections, 'an object of connections by name', 'write {"connections": {}} for none');
  }
  const parsed: { [name: string]: ConnectionConfig } = {};
  for (const [name, connection] of Object.entries(connections)) {
    parsed[name] = parseConnection(`connections.${name}`, connection);
  }
  return { connections: parsed };
}

function parseConnection(path: string, raw: unknown): ConnectionConfig {
  if (!isRecord(raw) || raw.type !== 'redis') {
    throw refusal(`${path}.type`, isRecord(raw) ? raw.type : raw, '"redis"', 'use a Connection factory of the library');
  }
  const known = ['type', 'host', 'port', 'database', 'username', 'passwordFile', 'tls', 'caFile'];
  for (const key of Object.keys(raw)) {
    if (!known.includes(key)) {
      throw refusal(`${path}.${key}`, raw[key], `one of ${known.join(', ')}`, 'remove it or correct its spelling');
    }
  }
  return {
    type: 'redis',
    host: text(`${path}.host`, raw.host),
    port: integer(`${path}.port`, raw.port, 1, 65535),
    database: integer(`${path}.database`, raw.database, 0, Number.MAX_SAFE_INTEGER),
    username: optionalText(`${path}.username`, raw.username),
    passwordFile: optionalText(`${path}.passwordFile`, raw.passwordFile),
    tls: flag(`${path}.tls`, raw.tls),
    caFile: optionalText(`${path}.caFile`, raw.caFile),
  };
}

function isRecord(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(path: string, value: unknown): string {
  if (typeof value !== 'string' || value.trim() === '') {
    throw refusal(path, value, 'a non-empty string', `set ${path}`);
  }
  return value;
}

function optionalText(path: string, value: unknown): string | undefined {
  return value === undefined ? undefined : text(path, value);
}

function integer(path: string, value: unknown, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    throw refusal(path, value, `a whole number from ${least} to ${most}`, `correct ${path}`);
  }
  return value;
}

function flag(path: string, value: unknown): boolean {
  if (typeof value !== 'boolean') {
    throw refusal(path, value, 'true or false', `correct ${path}`);
  }
  return value;
}
