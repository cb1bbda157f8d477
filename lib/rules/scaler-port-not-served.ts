import { ManifestSet } from './manifests/manifest-set';
import { scalerService } from './manifests/scaler-service';
import { items, number, text } from './manifests/values';
import { Manifest, Rule } from './rule';

export const scalerPortNotServed: Rule = {
  name: 'scaler-port-not-served',
  severity: 'error',
  summary: 'an external trigger with a port that its Service does not have, or that the pods behind a headless one do not listen on',
  why: 'KEDA is refused the connection, and nothing is scaled. A headless Service maps no ports: KEDA gets the addresses of the pods, and has to name their port.',
  incident: 'https://github.com/grpc/grpc-dotnet/issues/1386',
  check: (manifests) => {
    const known = new Map<Manifest, readonly number[] | undefined>();
    return manifests.scalers.flatMap((scaler) => scaler.triggers.flatMap((trigger) => {
      const address = scalerService(trigger);
      const service = address && manifests.find('Service', address.namespace, address.name);
      if (address?.port === undefined || service === undefined) {
        return [];
      }
      if (!known.has(service)) {
        known.set(service, portsOf(service, address.namespace, manifests));
      }
      const ports = known.get(service);
      return ports === undefined || ports.length === 0 || ports.includes(address.port) ? []
        : [scaler.violation(trigger.at('scalerAddress'), `port ${ports.join(' or ')} of the Service ${address.name}`,
          text(service.spec?.clusterIP) === 'None' ? 'name the port of the pods, or take clusterIP: None away' : 'correct the port')];
    }));
  },
};

/** The ports that answer under the name of a Service; nothing if that cannot be told. */
function portsOf({ spec }: Manifest, namespace: string, manifests: ManifestSet): readonly number[] | undefined {
  const ports = items(spec?.ports);
  if (text(spec?.clusterIP) !== 'None') {
    return ports.flatMap(({ port }) => number(port) ?? []);
  }
  const named = new Map(manifests.selectedBy(namespace, spec.selector).flatMap(({ containers }) => containers)
    .flatMap((container) => items(container.spec.ports)).map(({ name, containerPort }) => [text(name), number(containerPort)]));
  const ofPods = ports.map(({ port, targetPort }) => number(targetPort ?? port) ?? named.get(text(targetPort)));
  return ofPods.includes(undefined) ? undefined : ofPods.flatMap((port) => port ?? []);
}
