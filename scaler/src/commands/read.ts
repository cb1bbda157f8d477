import { parseSourceMetadata, refusal, ScalerConfig } from '../../../lib/contract';
import { Log } from '../log';
import { Queues } from '../queues';
import { SourceRegistry } from '../sources/registry';

/**
 * Reads one source once, as the scaler does when KEDA asks, and says in words what it found.
 *
 * @param fields of the source, as a trigger's metadata has them: `sourceType=redis-stream`, `connection=jobs` and so on
 * @throws Error if they are wrong, or the source cannot be read
 */
export async function read(config: ScalerConfig, fields: readonly string[], log: Log): Promise<string> {
  const source = parseSourceMetadata(Object.fromEntries(fields.map(keyAndValue)));
  const sources = new SourceRegistry(config, log);
  try {
    const queue = new Queues(sources).of(source);
    const began = performance.now();
    const { waiting, inFlight } = await queue.read();
    return `${queue.description}: ${waiting} waiting, ${inFlight ?? 'unknown'} in flight (read in ${Math.round(performance.now() - began)} ms)`;
  } finally {
    sources.close();
  }
}

function keyAndValue(field: string): [string, string] {
  const separator = field.indexOf('=');
  if (separator < 1) {
    throw refusal('field', field, 'KEY=VALUE', 'write for example connection=jobs');
  }
  return [field.slice(0, separator), field.slice(separator + 1)];
}
