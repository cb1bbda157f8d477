import { ApiObject, Chart, JsonPatch, Names } from 'cdk8s';
import { Construct } from 'constructs';
import { refuse } from './refuse';

/** Of what KEDA scales: it names the HPA `keda-hpa-NAME`, and that must not exceed 63 characters. */
export const MAX_SCALED_NAME = 54;

/** The object name that cdk8s gives a construct's path, shortened to what the kind allows. */
export function objectName(scope: Construct, maxLen: number = 63): string {
  return Names.toDnsLabel(scope, { maxLen });
}

/**
 * The namespace of the chart that holds `scope`.
 *
 * @throws Error if the chart has none: an address or a selector written without it would be resolved from somebody else's namespace
 */
export function requireNamespace(scope: Construct): string {
  const namespace = Chart.of(scope).namespace;
  if (namespace === undefined) {
    refuse(scope, 'namespace', namespace, 'a chart with a namespace', "write new Chart(app, 'name', { namespace: 'ml-platform' })");
  }
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
