import { Construct } from 'constructs';
import { ExternalScaler } from './external-scaler';
import { MetricSource } from './metric-source';
import * as keda from '../../imports/keda.sh';
import { renderTriggerMetadata, TriggerMetadata } from '../contract';
import { inWordsOf } from '../private/refuse';

/** The one metric of the one trigger. */
const METRIC_NAME = 'jobs-outstanding';

/** What a worker asks of the scaler. */
export interface ScalerTriggerOptions extends Pick<TriggerMetadata, 'kind' | 'jobsPerReplica' | 'activationThreshold'> {
  readonly scaler: ExternalScaler;
  readonly source: MetricSource;
  /** How KEDA proves itself, if the scaler speaks TLS. */
  readonly authentication?: keda.TriggerAuthentication;
}

/** What both of KEDA's kinds have of a trigger. */
export interface ScalerTrigger {
  readonly name: string;
  readonly metadata: { [key: string]: string };
  readonly authenticationRef?: { readonly name: string };
}

/**
 * The trigger by which a worker is scaled on the jobs that the scaler counts.
 *
 * @throws Error if a value is out of its bounds, or the scaler cannot read the source
 */
export function scalerTrigger(scope: Construct, options: ScalerTriggerOptions): ScalerTrigger {
  const { kind, jobsPerReplica, activationThreshold, scaler, authentication } = options;
  const source = options.source._metadata;
  const metadata = inWordsOf(scope, () => renderTriggerMetadata({ kind, triggerId: 'jobs', metricName: METRIC_NAME, jobsPerReplica, activationThreshold, source }));
  scaler._requireReadable(scope, source);
  return {
    name: 'jobs',
    // enableTLS too: when the TriggerAuthentication or its Secret is missing, KEDA would otherwise fall back to plain text.
    metadata: { scalerAddress: scaler.address, ...(scaler._tls === undefined ? {} : { enableTLS: 'true' }), ...metadata },
    authenticationRef: authentication && { name: authentication.name },
  };
}

/** How KEDA proves itself to a scaler that speaks TLS. */
export function scalerAuthentication(
  worker: Construct, scaler: ExternalScaler, metadata: { name: string; labels: { [key: string]: string } },
): keda.TriggerAuthentication | undefined {
  const secretName = scaler._tls?.clientSecretName(worker);
  return secretName === undefined ? undefined : new keda.TriggerAuthentication(worker, 'TriggerAuthentication', {
    metadata,
    spec: {
      secretTargetRef: [['caCert', 'ca.crt'], ['tlsClientCert', 'tls.crt'], ['tlsClientKey', 'tls.key']]
        .map(([parameter, key]) => ({ parameter, name: secretName, key })),
    },
  });
}
