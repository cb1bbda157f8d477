/**
 * The configuration file of the scaler: written by `ExternalScaler` into a ConfigMap, read by the scaler at start.
 *
 * It holds addresses and paths, never secrets: a password is a file that the pod mounts from a Secret.
 */
import { ConnectionConfig, CONNECTIONS } from './connections';
import { refusal } from './contract-error';
import { isRecord, readTyped } from './fields';

/** The whole file. */
export interface ScalerConfig {
  /** Connections by the name that triggers use. */
  readonly connections: { readonly [name: string]: ConnectionConfig };
}

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
  return {
    connections: Object.fromEntries(Object.entries(connections).map(([name, connection]) =>
      [name, readTyped<ConnectionConfig>(CONNECTIONS, `connections.${name}`, connection, 'use a Connection factory of the library')])),
  };
}
