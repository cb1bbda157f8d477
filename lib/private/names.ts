import { ApiObject, Chart, JsonPatch, Names } from 'cdk8s';
import { Construct } from 'constructs';
import { refuse } from './refuse';

/** Of what KEDA scales: it names the HPA `keda-hpa-NAME`, and that must not exceed 63 characters. */
export const MAX_SCALED_NAME = 54;

/** Names of namespaces and Services. */
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Names of most other objects. */
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/**
 * The object name that cdk8s gives a construct's path, shortened to what the kind allows. cdk8s leaves `_` and `.` of ids in it, which
 * Kubernetes refuses in the name of a Service, the former in all names. It ends in a hash of the path, so that no two become one.
 */
export function objectName(scope: Construct, maxLen: number = 63): string {
  return Names.toDnsLabel(scope, { maxLen }).replace(/[^a-z0-9-]/g, '-').replace(/^-+/, '');
}

/**
 * The name that was given to an object, or that of the construct's path.
 *
 * @param why what limits it to `most` characters
 * @throws Error if Kubernetes would refuse it
 */
export function givenName(scope: Construct, given: string | undefined, most: number, why: string): string {
  if (given === undefined) {
    return objectName(scope, most);
  }
  if (given.length > most) {
    refuse(scope, 'metadata.name', given, `at most ${most} characters, because ${why}`, 'shorten it');
  }
  if (!DNS_SUBDOMAIN.test(given)) {
    refuse(scope, 'metadata.name', given, 'lower-case letters, digits, - and ., beginning and ending with a letter or a digit', 'correct it');
  }
  return given;
}

/** Refuses what is no name of a namespace. */
export function requireNamespaceName(scope: Construct, what: string, namespace: string): void {
  if (!DNS_LABEL.test(namespace)) {
    refuse(scope, what, namespace, 'at most 63 lower-case letters, digits and -, beginning and ending with a letter or a digit', 'correct the name');
  }
}

/**
 * The namespace of the chart that holds `scope`.
 *
 * @throws Error if the chart has none, or one that cannot be: an address or a selector written without it would be resolved from somebody
 * else's namespace
 */
export function requireNamespace(scope: Construct): string {
  const namespace = Chart.of(scope).namespace;
  if (namespace === undefined) {
    refuse(scope, 'namespace', namespace, 'a chart with a namespace', "write new Chart(app, 'name', { namespace: 'ml-platform' })");
  }
  requireNamespaceName(scope, 'namespace', namespace);
  return namespace;
}

/** The labels that select the pods of one construct; immutable once applied, so they hold nothing but the name. */
export function selectorLabels(name: string): { [key: string]: string } {
  return { 'app.kubernetes.io/instance': name };
}

/** The recommended labels of everything that this library emits. */
export function commonLabels(name: string, component: string): { [key: string]: string } {
  return {
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/managed-by': 'cdk8s-gpu-autoscaler',
    ...selectorLabels(name),
  };
}

/** Takes the chart's namespace off an object that belongs to none. */
export function clusterScoped<T extends ApiObject>(object: T): T {
  if (object.metadata.namespace !== undefined) {
    object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  }
  return object;
}
