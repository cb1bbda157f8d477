import { Scaler } from './scaler';
import { Trigger } from './trigger';
import { number } from './values';

/** A Service of the cluster with its namespace, as gRPC takes it, and its port. */
const ADDRESS = /^(?:dns:\/\/\/)?([a-z0-9-]+)\.([a-z0-9-]+)(?:\.[a-z0-9.-]+)?(?::(\d+))?$/;

/** Where an external scaler is. */
export interface ScalerService {
  readonly name: string;
  readonly namespace: string;
  readonly port?: number;
}

/** The Service that an external trigger names; nothing if it names something else, or leaves the namespace out. */
export function scalerService({ isExternal, metadata }: Trigger): ScalerService | undefined {
  const [matched, name, namespace, port] = (isExternal ? ADDRESS.exec(metadata.scalerAddress ?? '') : null) ?? [];
  return matched === undefined ? undefined : { name, namespace, port: number(port) };
}

/** The Services that external triggers name, as `name.namespace`. */
export function scalerServices(scalers: readonly Scaler[]): ReadonlySet<string> {
  const services = scalers.flatMap(({ triggers }) => triggers.flatMap((trigger) => scalerService(trigger) ?? []));
  return new Set(services.map(({ name, namespace }) => `${name}.${namespace}`));
}
