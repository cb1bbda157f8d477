import { setTimeout as sleep } from 'node:timers/promises';
import { CoreV1Api, KubeConfig, KubernetesObjectApi, PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { Manifest } from './manifests';

const LAST_WARNINGS = 8;

const ATTEMPTS = 20;

const RETRY_AFTER_MS = 500;

/** What the rehearsal sees and does in the cluster, through the Kubernetes API. */
export class ClusterView {
  private readonly objects: KubernetesObjectApi;
  private readonly core: CoreV1Api;

  public constructor(kubeconfig: string) {
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig);
    this.objects = KubernetesObjectApi.makeApiClient(config);
    this.core = config.makeApiClient(CoreV1Api);
  }

  /** All objects of a kind. */
  public async list(apiVersion: string, kind: string, namespace?: string): Promise<Manifest[]> {
    return (await this.objects.list(apiVersion, kind, namespace)).items as Manifest[];
  }

  /** One object; nothing if it is not there. */
  public async read(apiVersion: string, kind: string, name: string, namespace?: string): Promise<Manifest | undefined> {
    try {
      return await this.objects.read({ apiVersion, kind, metadata: { name, namespace } });
    } catch (error) {
      if ((error as { code?: number }).code === 404) {
        return undefined;
      }
      throw error;
    }
  }

  /** What components have told with this reason, in all namespaces. */
  public async events(reason: string): Promise<Manifest[]> {
    return (await this.core.listEventForAllNamespaces({ fieldSelector: `reason=${reason}` })).items;
  }

  /** The last warnings of controllers, newest last, each once. */
  public async warnings(): Promise<string[]> {
    const events = (await this.list('v1', 'Event')).filter(({ type }) => type === 'Warning');
    const time = ({ lastTimestamp, eventTime, metadata }: Manifest) => new Date(lastTimestamp ?? eventTime ?? metadata.creationTimestamp).getTime();
    const lines = events.sort((a, b) => time(a) - time(b)).map(({ involvedObject, reason, message }) => `${involvedObject.kind} ${involvedObject.name}: ${reason}: ${message}`);
    return [...new Set(lines)].slice(-LAST_WARNINGS);
  }

  /** Writes a pod's status, as its kubelet does; a pod that is gone is left alone. */
  public patchPodStatus(pod: Manifest, status: object): Promise<void> {
    const { name, namespace } = pod.metadata;
    return ignoringGone(() => this.core.patchNamespacedPodStatus({ name, namespace, body: { status } }, setHeaderOptions('Content-Type', PatchStrategy.MergePatch)));
  }

  /** Removes a pod, as its kubelet does at the end. */
  public removePod(pod: Manifest): Promise<void> {
    const { name, namespace, uid } = pod.metadata;
    return ignoringGone(() => this.core.deleteNamespacedPod({ name, namespace, body: { gracePeriodSeconds: 0, preconditions: { uid } } }));
  }
}

/** Tries again when the API server could not be asked; a pod that is gone, or has been replaced, is left alone. */
async function ignoringGone(request: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await request();
      return;
    } catch (error) {
      const { code } = error as { code?: number };
      if (code === 404 || code === 409) {
        return;
      }
      if (attempt === ATTEMPTS || (typeof code === 'number' && code < 500 && code !== 429)) {
        throw error;
      }
      await sleep(RETRY_AFTER_MS);
    }
  }
}
