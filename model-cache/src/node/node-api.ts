import { ApiException, ConfigurationOptions, CoreV1Api, KubeConfig, Observable, PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { JsonPatchOperation, NodeState } from './node-changes';

/** Where the agent runs, from the downward API. */
export interface AgentPod {
  readonly node: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** Something worth an event of the agent's pod. */
export interface NodeEvent {
  readonly type: 'Normal' | 'Warning';
  /** In CamelCase. */
  readonly reason: string;
  readonly message: string;
}

/** How long a call may take, in milliseconds. */
const ANSWER_MS = 5000;

/** Ends calls that are not answered. */
const PATIENCE: ConfigurationOptions = {
  middleware: [{
    pre: (request) => {
      request.setSignal(AbortSignal.timeout(ANSWER_MS));
      return new Observable(Promise.resolve(request));
    },
    post: (response) => new Observable(Promise.resolve(response)),
  }],
  middlewareMergeStrategy: 'append',
};

/** Who reports events. */
const COMPONENT = 'gpu-model-cache';

/** The calls that the agent makes to the Kubernetes API: it reads and patches its own node, lists the pods beside it, and creates events of its own pod. */
export class NodeApi {
  /** With the pod's ServiceAccount, or that of `KUBECONFIG`. */
  public static ofPod(pod: AgentPod): NodeApi {
    const config = new KubeConfig();
    config.loadFromDefault();
    return new NodeApi(pod, config.makeApiClient(CoreV1Api));
  }

  private constructor(public readonly pod: AgentPod, private readonly api: CoreV1Api) {}

  /** @throws Error with what the API server said */
  public async readNode(): Promise<NodeState> {
    const { metadata, spec } = await inWords(this.api.readNode({ name: this.pod.node }, PATIENCE));
    return { labels: metadata?.labels ?? {}, taints: spec?.taints ?? [] };
  }

  /** The uids of the pods of the agent's namespace that run on the node or are about to. @throws Error with what the API server said */
  public async podUids(): Promise<ReadonlySet<string>> {
    const { namespace, node } = this.pod;
    const { items } = await inWords(this.api.listNamespacedPod({ namespace, fieldSelector: `spec.nodeName=${node},status.phase!=Succeeded,status.phase!=Failed` }, PATIENCE));
    return new Set(items.flatMap(({ metadata }) => metadata?.uid ?? []));
  }

  /** @throws Error with what the API server said; nothing has changed then */
  public async patchNode(patch: readonly JsonPatchOperation[]): Promise<void> {
    await inWords(this.api.patchNode({ name: this.pod.node, body: patch }, setHeaderOptions('Content-Type', PatchStrategy.JsonPatch, PATIENCE)));
  }

  /** @throws Error with what the API server said */
  public async createEvent({ type, reason, message }: NodeEvent): Promise<void> {
    const { namespace, name, uid, node } = this.pod;
    const now = new Date();
    await inWords(this.api.createNamespacedEvent({
      namespace,
      body: {
        metadata: { generateName: `${name}.`, namespace },
        involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name, uid },
        source: { component: COMPONENT, host: node },
        type,
        reason,
        message,
        firstTimestamp: now,
        lastTimestamp: now,
        count: 1,
      },
    }, PATIENCE));
  }
}

/** The client's errors hold the whole answer: what the API server says about it is enough. */
async function inWords<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiException) {
      throw new Error(`the API server refused (${error.code}): ${messageOf(error.body)}`);
    }
    if ((error as Error).name === 'AbortError') {
      throw new Error(`the API server did not answer in ${ANSWER_MS / 1000} s`);
    }
    throw error;
  }
}

/** A Status, mostly as text: the client parses only the answers that it expects. */
function messageOf(body: unknown): string {
  try {
    const status = typeof body === 'string' ? JSON.parse(body) : body;
    return status?.message ?? String(body);
  } catch {
    return String(body);
  }
}
