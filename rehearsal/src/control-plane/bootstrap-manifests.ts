/** The objects that a control plane has before anything of a user is applied. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { ControlPlaneCache } from './cache';
import type { Ports } from './instance';
import { base64 } from './kubeconfig';
import { MANIFESTS } from './manifest-files';
import type { ResolvedOptions } from './options';

/** Any Kubernetes object. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; [key: string]: unknown };
  [key: string]: any;
}

/** The permanent Node without which the scheduler retries blindly and adds up to 11 s to every start from zero nodes. It takes no pod. */
export const ANCHOR_NODE = 'rehearsal-anchor';

/** All of them, in an order in which they can be applied: one server-side apply. `authority` is the PEM of the certificate authority. */
export function bootstrapObjects(cache: ControlPlaneCache, ports: Ports, authority: string, options: ResolvedOptions): KubernetesObject[] {
  const load = (file: string): KubernetesObject[] => objectsOf(readFileSync(join(cache.manifestDirectory, file), 'utf8'));
  const aws = options.awsCrds ? load(MANIFESTS.awsCrds) : [];
  const replaced = new Set(aws.map(({ metadata }) => metadata.name));
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'keda' } },
    ...load(MANIFESTS.kedaCrds),
    ...load(MANIFESTS.karpenterCrds).filter(({ metadata }) => !replaced.has(metadata.name)),
    ...aws,
    ...load(MANIFESTS.kedaRbac),
    anchorNode(),
    ...externalMetricsApi(ports, authority),
    ...(options.kedaWebhooks ? load(MANIFESTS.kedaWebhooks).filter(({ kind }) => kind === 'ValidatingWebhookConfiguration').map((object) => reachWebhooks(object, ports, authority)) : []),
  ];
}

/** The objects of a YAML text. */
export function objectsOf(text: string): KubernetesObject[] {
  return parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject | null).filter((object) => object !== null);
}

function anchorNode(): KubernetesObject {
  const resources = { cpu: '1', memory: '1Gi', pods: '10' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: ANCHOR_NODE, annotations: { 'kwok.x-k8s.io/node': 'fake' } },
    spec: { taints: [{ key: 'rehearsal.gpu-autoscaler/anchor', effect: 'NoSchedule' }] },
    status: { allocatable: resources, capacity: resources },
  };
}

/** The API that the HPA asks, as an ExternalName: the aggregator takes host and port as they are, without endpoints. */
function externalMetricsApi(ports: Ports, authority: string): KubernetesObject[] {
  const service = { name: 'keda-metrics-apiserver', namespace: 'keda' };
  return [
    { apiVersion: 'v1', kind: 'Service', metadata: service, spec: { type: 'ExternalName', externalName: 'localhost' } },
    {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: 'v1beta1.external.metrics.k8s.io' },
      spec: {
        group: 'external.metrics.k8s.io',
        version: 'v1beta1',
        groupPriorityMinimum: 100,
        versionPriority: 100,
        service: { ...service, port: ports.kedaAdapter },
        caBundle: base64(authority),
      },
    },
  ];
}

/** KEDA's own configuration with the address of the process, and with Fail: a judge that cannot be reached must not let everything pass. */
function reachWebhooks(configuration: KubernetesObject, ports: Ports, authority: string): KubernetesObject {
  return {
    ...configuration,
    webhooks: configuration.webhooks.map((webhook: { clientConfig: { service: { path: string } } }) => ({
      ...webhook,
      failurePolicy: 'Fail',
      clientConfig: { url: `https://localhost:${ports.kedaWebhooks}${webhook.clientConfig.service.path}`, caBundle: base64(authority) },
    })),
  };
}
