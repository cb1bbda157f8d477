import { ConnectionType } from '../connections';
import { refusal } from '../contract-error';

/** What the metrics of model servers are read over: a Prometheus that scrapes the pods, or the pods themselves. */
export const MODEL_SERVER_CONNECTIONS = ['prometheus', 'model-servers'] as const;

/**
 * Refuses what only Prometheus can select by.
 *
 * @throws ContractError
 */
export function requireSelectable({ namespace }: { readonly namespace?: string }, connection: ConnectionType): void {
  if (connection === 'model-servers' && namespace !== undefined) {
    throw refusal('namespace', namespace, 'nothing with a connection to the pods themselves, whose host says which they are', 'leave it out');
  }
}
