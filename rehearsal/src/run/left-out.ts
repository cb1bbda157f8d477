/** What of somebody's manifests has no place in a rehearsal, and why. */
import { Manifest } from './manifests';

/** The APIs that the control plane serves. */
const SERVED = [
  '', 'apps', 'batch', 'autoscaling', 'policy', 'rbac.authorization.k8s.io', 'networking.k8s.io', 'scheduling.k8s.io', 'storage.k8s.io', 'node.k8s.io',
  'coordination.k8s.io', 'discovery.k8s.io', 'resource.k8s.io', 'admissionregistration.k8s.io', 'keda.sh', 'karpenter.sh', 'karpenter.kwok.sh', 'autoscaling.x-k8s.io',
];

/** Kinds of these APIs that would only be in the way. */
const IN_THE_WAY: { readonly [kind: string]: string } = {
  TriggerAuthentication: 'loopback needs no credentials',
  ClusterTriggerAuthentication: 'loopback needs no credentials',
  KWOKNodeClass: 'the rehearsal has its own',
};

/** Why an object is left out; nothing if it is applied. */
export function reasonToLeaveOut({ apiVersion, kind }: Manifest): string | undefined {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  if (/NodeClass$/.test(kind) && group !== 'karpenter.kwok.sh') {
    return 'its cloud is not here';
  }
  if (/Webhook|CustomResourceDefinition|APIService/.test(kind)) {
    return 'it extends the API of a real cluster';
  }
  return IN_THE_WAY[kind] ?? (SERVED.includes(group) ? undefined : `nothing here serves ${apiVersion}`);
}
