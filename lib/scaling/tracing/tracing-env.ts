import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { TracingOptions } from './tracing-options';
import { otlpEndpoint, SCALER_RUNTIME } from '../../contract';
import { inWordsOf, refuse, requireText } from '../../private/refuse';

const { otel } = SCALER_RUNTIME;

/** Of the pod, for the attribute of its name. */
const POD_NAME = 'POD_NAME';

/**
 * The environment of a scaler that sends traces.
 *
 * @throws Error if an option is wrong
 */
export function tracingEnv(scope: Construct, namespace: string, options: TracingOptions): k8s.EnvVar[] {
  const { otlpEndpoint: endpoint, headers, sampleRatio = 0.01, serviceName = 'gpu-scaler', resourceAttributes = {} } = options;
  inWordsOf(scope, () => otlpEndpoint.read('tracing.otlpEndpoint', endpoint));
  if (!(sampleRatio >= 0 && sampleRatio <= 1)) {
    refuse(scope, 'tracing.sampleRatio', sampleRatio, 'a number from 0 to 1', 'give a share: 0.01 records one trace of a hundred');
  }
  requireText(scope, 'tracing.serviceName', serviceName);
  return [
    { name: otel.endpoint, value: endpoint },
    ...headers === undefined ? [] : [{
      name: otel.headers, valueFrom: { secretKeyRef: { name: headers.secret.name, key: headers.key ?? 'headers' } },
    }],
    { name: otel.sampler, value: 'parentbased_traceidratio' },
    { name: otel.samplerArgument, value: String(sampleRatio) },
    { name: otel.serviceName, value: serviceName },
    { name: POD_NAME, valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: otel.resourceAttributes, value: attributes(scope, { ...resourceAttributes, 'k8s.namespace.name': namespace }) },
  ];
}

/** As the SDK reads them. An encoded value has no `$(…)` that the kubelet would replace. */
function attributes(scope: Construct, values: { readonly [name: string]: string }): string {
  const pairs = Object.entries(values).map(([name, value]) => {
    if (!/^[\w./-]+$/.test(name)) {
      refuse(scope, 'tracing.resourceAttributes', name, 'names of letters, digits, dots, underscores, dashes and slashes', 'correct the name');
    }
    requireText(scope, `tracing.resourceAttributes.${name}`, value);
    return `${name}=${encodeURIComponent(value)}`;
  });
  return [...pairs, `k8s.pod.name=$(${POD_NAME})`].join(',');
}
