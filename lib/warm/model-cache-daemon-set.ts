import { createHash } from 'crypto';
import { Size } from 'cdk8s';
import { EnvValue, k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { CachedModel } from './cached-model';
import { AgentFile, agentConfigData, agentContainer, agentFile, authoritiesVolume, credentialsVolume, gateContainer } from './model-cache-agent';
import { ModelDownload } from './models/model-download';
import { NodeLocalDirectory } from './node-local-directory';
import { NodeLocalMount } from './node-local-mount';
import { allowNodeReporting, API_TOKEN } from './node-reporting';
import { ManifestChecks } from '../checks/manifest-checks';
import { CachedModelConfig, modelFiles, modelMarker } from '../contract/model-cache';
import { GpuNodes } from '../nodes/gpu-nodes';
import { clusterScoped, commonLabels, objectName, requireNamespace, selectorLabels } from '../private/names';
import { PAUSE_IMAGE, RESTRICTED_CONTAINER, TOOLBOX_IMAGE } from '../private/pod-security';
import { mebibytes, wholeMebibytes } from '../private/quantity';
import { refuse, requireText, requireWhole } from '../private/refuse';
import { SCALER_IMAGE } from '../private/scaler-image';
import { SecretKey } from '../scaling/secret-key';
import { WorkloadIdentity } from '../scaling/workload-identity';

/** A program that compiles for the GPU that it finds. */
export interface CompileCacheEngine {
  /** Such as `vllm`: at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends. */
  readonly name: string;

  /** Its version, of the same letters: what another one has compiled is not used. */
  readonly version: string;
}

/** Properties of `ModelCacheDaemonSet`. */
export interface ModelCacheDaemonSetProps {
  /** The nodes to prepare. */
  readonly nodePool: GpuNodes;

  /**
   * Images to pull before a worker needs them, in this order; none twice. They need not contain a shell.
   *
   * @default - none: the node-local directory only
   */
  readonly images?: string[];

  /**
   * The directory that models are kept in on each node, and where workers find it. A hostPath: the namespace's Pod Security level has
   * to be `privileged`.
   *
   * @default - none: pre-pulled images only, which every Pod Security level allows
   */
  readonly directory?: NodeLocalDirectory;

  /**
   * What fills `directory`: first the images' downloads, then the others, each kind in this order. A worker starts when those are there that it
   * waits for.
   *
   * @default - nothing: somebody else does
   */
  readonly models?: CachedModel[];

  /**
   * Most that the models may take on a node. What is longest unused goes first, and never a model that a worker uses. Where images and logs are on
   * the same filesystem, 15 % of it stay free whatever the budget: with less, the kubelet deletes images.
   *
   * @default - 80 % of the filesystem
   */
  readonly diskBudget?: Size;

  /**
   * A second directory, which workers write to: what one has compiled (CUDA graphs, kernels, engines), the next one on the node finds. All
   * workers of the nodes share it, so let only workers that trust each other use one.
   *
   * @default - none
   */
  readonly compileCache?: NodeLocalDirectory;

  /**
   * What compiles there. Each gets a folder of its name, such as `/compiled/vllm`, whose content is that of its version and of the node's GPU,
   * in place of one directory for everything. Needs `directory`, where the agent that makes the folders keeps its state.
   *
   * @default - one directory for everything
   */
  readonly compileCacheEngines?: CompileCacheEngine[];

  /**
   * Whether the node says what it has: a label `models.cdk8s-gpu-autoscaler.dev/NAME` for each model that is there, and events of the agent's
   * pods. The agent's ServiceAccount may patch nodes then, which an admission policy limits to these labels on the agent's own node; the cluster
   * has to be 1.30 or newer.
   *
   * Without it the agent is not told which pods have ended: a model that a worker has waited for is never evicted from that node.
   *
   * @default true
   */
  readonly nodeReporting?: boolean;

  /**
   * The prefix of these labels. Another one for each of several caches on the same nodes.
   *
   * @default 'models.cdk8s-gpu-autoscaler.dev'
   */
  readonly nodeLabelPrefix?: string;

  /**
   * Whether the nodes of a `GpuNodePool` take nothing but DaemonSets that tolerate it until all models are there, by a startup taint that the
   * agent removes. Workers with `modelCache` wait for their models without it; it is for those without.
   *
   * While a startup taint is there, Karpenter neither gives the node up nor replaces it, however long that takes. A DaemonSet that does not
   * tolerate it comes after the models: let that of the device plugin tolerate it.
   *
   * @default false
   * @see https://karpenter.sh/docs/concepts/nodepools/#cilium-startup-taint
   */
  readonly startupTaint?: boolean;

  /**
   * Image of the agent and of the workers' gate.
   *
   * @default 'ghcr.io/cdk8s-gpu-autoscaler/scaler:0.1.0'
   */
  readonly image?: string;

  /**
   * Who the agent is to the cloud that models come from. It goes with the agent's ServiceAccount.
   *
   * @default - nobody
   */
  readonly identity?: WorkloadIdentity;

  /**
   * Environment variables of the agent: an access key such as `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`. They stay as they are until the agent
   * restarts; an identity and the models' own Secrets may change at any time. It goes through no proxy.
   *
   * @default - none
   */
  readonly env?: { [name: string]: EnvValue };

  /**
   * PEM bundle of the authorities that sign your own servers' certificates, such as a MinIO's or a mirror's; the key `ca.crt` of its Secret unless
   * it says otherwise. The agent trusts them beside the public ones, and reads them when it starts.
   *
   * @default - public authorities only
   */
  readonly ca?: SecretKey;

  /**
   * Memory request and limit of the agent, whatever the size of the models. The node keeps it free of workers for as long as it lives.
   *
   * @default Size.mebibytes(512)
   */
  readonly memory?: Size;
}

/** Below it, the labels of nodes. */
const LABEL_PREFIX = 'models.cdk8s-gpu-autoscaler.dev';

/** Before the cache's name, the key of its startup taint. */
const TAINT_PREFIX = 'model-cache.cdk8s-gpu-autoscaler.dev';

/** A DNS name, as far as a label's prefix has to be one. */
const DNS_NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

/** The pods' own request. Never a GPU: a DaemonSet that asks for one leaves none to the workers. */
const REQUEST = { cpu: k8s.Quantity.fromString('10m'), memory: k8s.Quantity.fromString('16Mi') };

/** What nobody but the agent takes. */
const FOR_THE_AGENT = ['diskBudget', 'nodeLabelPrefix', 'identity', 'env', 'ca', 'memory'] as const;

/** What the gate may take: it is a process of Node.js. */
const GATE_LIMIT = { memory: k8s.Quantity.fromString('128Mi') };

/** What the agent gets if nothing is said. */
const AGENT_MEMORY = Size.mebibytes(512);

/** The directories belong to root, who needs no capability to write to them. */
const OWNER: k8s.SecurityContext = { ...RESTRICTED_CONTAINER, runAsNonRoot: false, runAsUser: 0, runAsGroup: 0 };

/** What a worker waits for. */
interface Markers {
  /** What the init containers bring; absent if there are none. */
  readonly prepared?: string;
  /** By the names of the models that the agent brings. */
  readonly models: ReadonlyMap<string, string>;
}

/** What holds all models, in the pods of the agent and of the workers. */
const MODELS = 'models';

/**
 * Prepares each node of a pool for its workers: pulls their images, brings models, and keeps a directory for what workers compile.
 *
 * Given to a worker as `modelCache`, it mounts the directories there, and lets the worker start on a node once that node has what it needs.
 *
 * Emits a DaemonSet and its PriorityClass. Each image is pulled by an init container that runs a program brought along, does nothing
 * and ends. Models are brought by an agent: several connections at a time, resumed after a restart, verified, and visible only when complete.
 * It comes with a ConfigMap, a ServiceAccount with its roles, and a ValidatingAdmissionPolicy that keeps it to its own node. Karpenter counts
 * the DaemonSet when it chooses a node.
 */
export class ModelCacheDaemonSet extends Construct {
  /** The DaemonSet. */
  public readonly daemonSet: k8s.KubeDaemonSet;

  /** Its priority: scheduled before the workers, never in place of one. */
  public readonly priorityClass: k8s.KubePriorityClass;

  /** The nodes that are prepared. */
  public readonly nodePool: GpuNodes;

  /** What the agent is told; only if it brings a model. */
  public readonly configMap?: k8s.KubeConfigMap;

  /** The agent's, if it brings a model and has an identity or reports on its node. */
  public readonly serviceAccount?: k8s.KubeServiceAccount;

  /** Key of the startup taint, if there is one. */
  public readonly startupTaintKey?: string;

  private readonly labelPrefix: string;
  private readonly image: string;
  private readonly mounts: readonly NodeLocalMount[];
  private readonly markers: Markers;
  /** What the agent brings; absent if containers bring models as well, whose names are not known. */
  private readonly known?: readonly CachedModelConfig[];

  /**
   * @throws Error if there is neither an image nor a directory, an image is named twice, there are models without a directory, both
   * directories are one, a model is not complete or named twice, another cache has the same directory on the same nodes or gives them the same
   * labels, or a startup taint is asked for where nobody would remove it
   */
  public constructor(scope: Construct, id: string, props: ModelCacheDaemonSetProps) {
    super(scope, id);
    ManifestChecks.enforce(this);
    this.check(props);
    const { nodePool, images = [], models = [], directory, compileCache } = props;
    const name = objectName(this);
    const labels = commonLabels(name, 'model-cache');
    this.nodePool = nodePool;
    this.image = props.image ?? SCALER_IMAGE;
    this.labelPrefix = props.nodeLabelPrefix ?? LABEL_PREFIX;
    this.mounts = [
      ...(directory === undefined ? [] : [{ name: MODELS, directory, readOnly: true }]),
      ...(compileCache === undefined ? [] : [{ name: 'compile-cache', directory: compileCache, readOnly: false }]),
    ];
    if (images.length === 0 && this.mounts.length === 0) {
      refuse(this, 'images', images, 'an image to pull or a directory to keep', 'set images, directory or compileCache, or remove the construct');
    }
    const brought = models.filter(({ _source }) => _source !== undefined);
    this.startupTaintKey = this.taint(props, brought);
    const engines = props.compileCacheEngines ?? [];
    const file = brought.length + engines.length === 0 ? undefined : this.agentFile(props, brought);
    for (const what of FOR_THE_AGENT.filter((each) => file === undefined && props[each] !== undefined)) {
      refuse(this, what, props[what], 'nothing without an agent, which is there for models that it brings and for engines', `add a model that is no image, or leave ${what} out`);
    }

    const downloads = models.flatMap(({ _download }) => _download ?? []).map((model, index) => download(`download-${index}`, model, this.volumeMounts()));
    const preparing = [
      ...(images.length === 0 ? [] : prePull(images)),
      ...(compileCache === undefined || engines.length > 0 ? [] : [this.owned('open-compile-cache', ['chmod', '1777', compileCache.mountPath])]),
      ...downloads,
    ];
    this.markers = {
      // Another content is another file: a worker that counts on it does not take an older one for ready.
      prepared: this.mounts.length === 0 || (preparing.length === 0 && brought.length > 0) ? undefined
        : `${this.mounts[0].directory.mountPath}/.ready-${createHash('sha256').update(JSON.stringify([name, images, downloads])).digest('hex').slice(0, 12)}`,
      models: new Map(file?.config.models.map((model) => [model.name, `${directory!.mountPath}/${modelMarker(model)}`])),
    };
    this.known = downloads.length > 0 ? undefined : file?.config.models;
    this.configMap = file && new k8s.KubeConfigMap(this, 'ConfigMap', { metadata: { name, labels }, data: agentConfigData(file) });
    this.serviceAccount = file && this.account(name, labels, file, props.identity);
    this.priorityClass = clusterScoped(new k8s.KubePriorityClass(this, 'PriorityClass', {
      metadata: { name, labels },
      value: 1000,
      // Above the workers in the queue, but it must not push a running one out.
      preemptionPolicy: 'Never',
      globalDefault: false,
      description: 'Prepares GPU nodes before their workers start',
    }));
    this.daemonSet = new k8s.KubeDaemonSet(this, 'Resource', {
      metadata: { name, labels },
      spec: {
        selector: { matchLabels: selectorLabels(name) },
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: k8s.IntOrString.fromString('100%') } },
        revisionHistoryLimit: 1,
        template: {
          // The agent reads a changed file by itself, and goes on with what it is fetching.
          metadata: { labels: { ...labels, ...(file && props.identity?._podLabels) } },
          spec: this.pod(name, props, preparing, file),
        },
      },
    });
  }

  /** The directory of the models on the node. */
  private get hostPath(): string | undefined {
    return this.mounts.find(({ name }) => name === MODELS)?.directory.hostPath;
  }

  /** Selects the agents' pods. @internal */
  public get _podLabels(): { [label: string]: string } {
    return selectorLabels(objectName(this));
  }

  /**
   * The directories, as a worker mounts them: of the models only those that it waits for, each in the version that it waits for, which stays when
   * the node gets another one. If not all models are known, all of the directory.
   *
   * @param models that it waits for; all if absent
   * @throws Error if there is none, or the worker runs elsewhere
   * @internal
   */
  public _mountsFor(worker: Construct, nodePool: GpuNodes, models?: readonly string[]): readonly NodeLocalMount[] {
    if (this.mounts.length === 0) {
      refuse(worker, 'modelCache', this.node.path, 'a ModelCacheDaemonSet with a directory or a compileCache', 'set one there; images are pulled without modelCache');
    }
    if (nodePool !== this.nodePool) {
      refuse(worker, 'modelCache', this.node.path, `a ModelCacheDaemonSet for the worker's own nodes (${nodePool.node.path})`, 'correct the nodePool of one of the two');
    }
    const namespace = requireNamespace(this);
    if (requireNamespace(worker) !== namespace) {
      refuse(worker, 'modelCache', this.node.path, `a ModelCacheDaemonSet in the worker's namespace (${requireNamespace(worker)}), because its agent sees no other pods`, 'make one there');
    }
    const { known = [] } = this;
    return this.mounts.map((mount) => (mount.name !== MODELS || known.length === 0 ? mount : {
      ...mount,
      parts: known.filter(({ name }) => models?.includes(name) ?? true)
        .map((model) => ({ mountPath: `${mount.directory.mountPath}/${model.name}`, subPath: modelFiles(model) })),
    }));
  }

  /**
   * The init container that holds a worker back until its node has what the worker needs.
   *
   * @param models that it waits for; all if absent
   * @throws Error if there is no such model
   * @internal
   */
  public _gate(worker: Construct, models: readonly string[] = [...this.markers.models.keys()]): k8s.Container {
    const markers = models.map((name) => this.markers.models.get(name)
      ?? refuse(worker, 'cachedModels', name, `one of ${[...this.markers.models.keys()].join(', ') || '(none)'}, which ${this.node.path} brings`, 'correct the name, or add the model there'));
    const { prepared } = this.markers;
    if (markers.length === 0 && prepared === undefined) {
      refuse(worker, 'cachedModels', models, `one of ${[...this.markers.models.keys()].join(', ')}`, 'name one, or leave modelCache out');
    }
    const base = { ...container('wait-for-model-cache', this.image), resources: { requests: REQUEST, limits: GATE_LIMIT } };
    return gateContainer(base, {
      directory: this.mounts[0].directory.mountPath,
      prepared: prepared === undefined ? [] : [prepared],
      models: markers,
      volumeMounts: [this.volumeMounts()[0]],
    });
  }

  private check(props: ModelCacheDaemonSetProps): void {
    const { images = [], models = [], directory, compileCache, compileCacheEngines = [], image, memory, nodeLabelPrefix = LABEL_PREFIX } = props;
    requireNamespace(this);
    images.forEach((each, index) => requireText(this, `images[${index}]`, each));
    const twice = images.find((each, index) => images.indexOf(each) !== index);
    if (twice !== undefined) {
      refuse(this, 'images', twice, 'each image once', 'remove the second one');
    }
    models.forEach(({ _download }, index) => {
      if (_download !== undefined) {
        requireText(this, `models[${index}].image`, _download.image);
        requireWhole(this, `models[${index}].memory (MiB)`, wholeMebibytes(downloadMemory(_download)), 1);
      }
    });
    if (models.length > 0 && directory === undefined) {
      refuse(this, 'directory', directory, 'a NodeLocalDirectory, because there are models', 'set directory, or remove models');
    }
    if (directory !== undefined && (directory.hostPath === compileCache?.hostPath || directory.mountPath === compileCache?.mountPath)) {
      refuse(this, 'compileCache', compileCache, 'other paths than those of directory, which workers only read', 'correct one of the two');
    }
    if (compileCacheEngines.length > 0 && (directory === undefined || compileCache === undefined)) {
      refuse(this, 'compileCacheEngines', compileCacheEngines, 'nothing without compileCache, and directory, where the agent keeps its state', 'set both, or leave it out');
    }
    if (image !== undefined) {
      requireText(this, 'image', image);
    }
    requireWhole(this, 'memory (MiB)', wholeMebibytes(memory ?? AGENT_MEMORY), 64);
    if (!DNS_NAME.test(nodeLabelPrefix)) {
      refuse(this, 'nodeLabelPrefix', nodeLabelPrefix, 'a DNS name such as "models.example.com"', 'correct it');
    }
  }

  /** The key of the startup taint, if one is wanted: the nodes get it. */
  private taint({ startupTaint = false, nodeReporting = true }: ModelCacheDaemonSetProps, brought: readonly CachedModel[]): string | undefined {
    if (!startupTaint) {
      return undefined;
    }
    if (brought.length === 0 || !nodeReporting) {
      refuse(this, 'startupTaint', startupTaint, 'models that the agent brings, and nodeReporting: nobody else removes it', 'add a model that is no image, or leave startupTaint out');
    }
    const key = `${TAINT_PREFIX}/${objectName(this)}`;
    this.nodePool._addStartupTaint(this, key);
    return key;
  }

  private agentFile(props: ModelCacheDaemonSetProps, brought: readonly CachedModel[]): AgentFile {
    const { nodeReporting = true, directory, diskBudget, compileCache, compileCacheEngines = [] } = props;
    const others = this.node.root.node.findAll().filter((each): each is ModelCacheDaemonSet => each instanceof ModelCacheDaemonSet && each !== this
      && each.nodePool === this.nodePool && each.configMap !== undefined);
    const neighbour = others.find((each) => each.hostPath === this.hostPath);
    if (neighbour !== undefined) {
      refuse(this, 'directory', directory, `another hostPath than that of ${neighbour.node.path}, whose agent works on the same nodes`, 'correct one of the two, or make one cache of them');
    }
    if (nodeReporting) {
      const other = others.find((each) => each.labelPrefix === this.labelPrefix);
      if (other !== undefined) {
        refuse(this, 'nodeLabelPrefix', this.labelPrefix, `another prefix than that of ${other.node.path}, which labels the same nodes`, 'set it, or make one cache of the two');
      }
    }
    return agentFile(this, brought, {
      directory: directory!.mountPath,
      diskBudget: diskBudget && wholeMebibytes(diskBudget) * 2 ** 20,
      compileCache: compileCacheEngines.length === 0 ? undefined : { directory: compileCache!.mountPath, engines: compileCacheEngines },
      node: nodeReporting ? { labelPrefix: this.labelPrefix, startupTaint: this.startupTaintKey } : undefined,
    });
  }

  private pod(name: string, props: ModelCacheDaemonSetProps, preparing: k8s.Container[], file?: AgentFile): k8s.PodSpec {
    const { prepared } = this.markers;
    const initContainers = [...preparing, ...(prepared === undefined ? [] : [this.owned('ready', ['touch', prepared])])];
    return {
      ...this.nodePool._preparationPlacement(),
      priorityClassName: name,
      serviceAccountName: this.serviceAccount?.name,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: 5,
      securityContext: { runAsNonRoot: true, runAsUser: 65535, runAsGroup: 65535, seccompProfile: { type: 'RuntimeDefault' } },
      initContainers: initContainers.length === 0 ? undefined : initContainers,
      containers: [file === undefined ? container('hold', PAUSE_IMAGE) : this.agent(file, props)],
      volumes: [
        ...(props.images === undefined || props.images.length === 0 ? [] : [{ name: 'toolbox', emptyDir: {} }]),
        ...this.mounts.map((mount) => mount.directory._volume(mount.name)),
        ...(file === undefined ? [] : [{ name: 'config', configMap: { name } }, ...credentialsVolume(file)]),
        ...(file?.config.node === undefined ? [] : [API_TOKEN.volume]),
        ...(props.ca === undefined ? [] : [authoritiesVolume(props.ca)]),
      ],
    };
  }

  private account(
    name: string, labels: { [key: string]: string }, { config: { node } }: AgentFile, identity?: WorkloadIdentity,
  ): k8s.KubeServiceAccount | undefined {
    if (node !== undefined) {
      allowNodeReporting(this, { name, labels, namespace: requireNamespace(this) }, node);
    }
    return node === undefined && identity === undefined ? undefined : new k8s.KubeServiceAccount(this, 'ServiceAccount', {
      metadata: { name, labels, annotations: identity?._annotations(this) },
      automountServiceAccountToken: false,
    });
  }

  private agent(file: AgentFile, { env = {}, ca, memory = AGENT_MEMORY }: ModelCacheDaemonSetProps): k8s.Container {
    return agentContainer({
      base: { ...container('agent', this.image), securityContext: OWNER }, file, env, hasAuthorities: ca !== undefined, memory, volumeMounts: this.volumeMounts(),
    });
  }

  /** An init container that changes the directories. */
  private owned(name: string, command: string[]): k8s.Container {
    return { ...container(name, TOOLBOX_IMAGE), command, securityContext: OWNER, volumeMounts: this.volumeMounts() };
  }

  private volumeMounts(): k8s.VolumeMount[] {
    return this.mounts.map(({ name, directory }) => ({ name, mountPath: directory.mountPath }));
  }
}

function download(name: string, model: ModelDownload, volumeMounts: k8s.VolumeMount[]): k8s.Container {
  const { image, command, args, env = {} } = model;
  const limits = { memory: mebibytes(wholeMebibytes(downloadMemory(model))) };
  const base = container(name, image);
  return {
    ...base,
    command,
    args,
    env: [...base.env!, ...Object.entries(env).map(([key, value]) => ({ name: key, value: value.value, valueFrom: value.valueFrom }))],
    resources: { requests: { ...REQUEST, ...limits }, limits },
    securityContext: OWNER,
    volumeMounts,
  };
}

function downloadMemory({ memory = Size.gibibytes(1) }: ModelDownload): Size {
  return memory;
}

function prePull(images: string[]): k8s.Container[] {
  return [
    {
      ...container('toolbox', TOOLBOX_IMAGE),
      command: ['cp', '/bin/busybox', '/toolbox/busybox'],
      volumeMounts: [{ name: 'toolbox', mountPath: '/toolbox' }],
    },
    ...images.map((image, index) => ({
      ...container(`pull-${index}`, image),
      command: ['/toolbox/busybox', 'true'],
      volumeMounts: [{ name: 'toolbox', mountPath: '/toolbox', readOnly: true }],
    })),
  ];
}

function container(name: string, image: string): k8s.Container {
  return {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    // Without a GPU of its own, and even where the NVIDIA runtime is the default, it should see none.
    env: [{ name: 'NVIDIA_VISIBLE_DEVICES', value: 'void' }],
    resources: { requests: REQUEST, limits: { memory: k8s.Quantity.fromString('64Mi') } },
    securityContext: RESTRICTED_CONTAINER,
  };
}
