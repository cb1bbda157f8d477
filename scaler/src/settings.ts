import { existsSync, readFileSync } from 'node:fs';
import { readTracing } from './tracing-settings';
import { ContractError, parseScalerConfig, refusal, SCALER_RUNTIME, ScalerConfig } from '../../lib/contract';

/** Where the scaler listens and what it reads. */
export interface Settings {
  /** `host:port` of KEDA's calls; port 0 takes a free one. */
  readonly grpcAddress: string;
  /** `host:port` of the health server; port 0 takes a free one. */
  readonly healthAddress: string;
  readonly config: ScalerConfig;
  /** The file that `config` comes from, to be taken up again when it changes. */
  readonly configFile?: string;
  /** Folder with `tls.crt`, `tls.key` and `ca.crt`; plain text if absent. */
  readonly tlsDirectory?: string;
  /** File of targets that replace those of the triggers. */
  readonly targetsFile?: string;
  /** Where traces go, by OTLP over HTTP as OpenTelemetry's variables configure it; nowhere if absent. */
  readonly tracing?: string;
}

/**
 * Reads the environment.
 *
 * @throws ContractError if an address is malformed, a file that is named is missing or wrong, or traces cannot be sent as they are to be
 */
export function readSettings(env: { readonly [name: string]: string | undefined }): Settings {
  const names = SCALER_RUNTIME.env;
  return {
    grpcAddress: address(names.grpcAddress, env[names.grpcAddress], SCALER_RUNTIME.grpcPort),
    healthAddress: address(names.healthAddress, env[names.healthAddress], SCALER_RUNTIME.healthPort),
    ...readConfig(env[names.configFile]),
    // A mounted folder is enough: certificates that are there and not used would be plain text by mistake.
    tlsDirectory: env[names.tlsDirectory] ?? (existsSync(SCALER_RUNTIME.tlsDirectory) ? SCALER_RUNTIME.tlsDirectory : undefined),
    targetsFile: env[names.targetsFile],
    tracing: readTracing(env),
  };
}

/** The parts of a `host:port` that `readSettings` gave; an IPv6 address without its brackets. */
export function hostAndPort(text: string): { readonly host: string; readonly port: number } {
  const [, host, port] = ADDRESS.exec(text)!;
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}

const ADDRESS = /^(.+):(\d+)$/;

function address(name: string, value: string | undefined, defaultPort: number): string {
  const fallback = `0.0.0.0:${defaultPort}`;
  const accepted = value ?? fallback;
  if (!(Number(ADDRESS.exec(accepted)?.[2] ?? NaN) <= 65535)) {
    throw refusal(name, accepted, 'host:port', `set ${name}, for example ${fallback}`);
  }
  return accepted;
}

/** Without a file there are no connections; a file that is named has to be there. */
function readConfig(file: string | undefined): Pick<Settings, 'config' | 'configFile'> {
  if (file === undefined && !existsSync(SCALER_RUNTIME.configFile)) {
    return { config: { connections: {} } };
  }
  const path = file ?? SCALER_RUNTIME.configFile;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new ContractError(SCALER_RUNTIME.env.configFile, `${SCALER_RUNTIME.env.configFile}: got ${JSON.stringify(path)}, which cannot be read (${(error as Error).message}); `
      + 'expected the configuration that ExternalScaler writes; correct the path, or leave it out for embedded queues only');
  }
  return { config: parseScalerConfig(text), configFile: path };
}
