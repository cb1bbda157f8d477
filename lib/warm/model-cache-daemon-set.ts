import { createHash } from 'crypto';
import { Size, SizeRoundingBehavior } from 'cdk8s';
import { EnvValue, k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { NodeLocalDirectory } from './node-local-directory';
import { NodeLocalMount } from './node-local-mount';
import { ManifestChecks } from '../checks/manifest-checks';
import { GpuNodes } from '../nodes/gpu-nodes';
import { clusterScoped, commonLabels, objectName, requireNamespace, selectorLabels } from '../private/names';
import { PAUSE_IMAGE, RESTRICTED_CONTAINER, TOOLBOX_IMAGE } from '../private/pod-security';
import { mebibytes } from '../private/quantity';
import { refuse, requireText, requireWhole } from '../private/refuse';

/**
 * A container that puts models into the nodes' directory, such as `huggingface-cli download`. It runs on each node when the node joins
 * and when the DaemonSet changes, so it has to do little when the models are there; as root without any capability, to whom the
 * directory belongs. Workers are other users: everybody has to be able to read what it writes.
 */
export interface ModelDownload {
  /** The image. */
  readonly image: string;

  /**
   * Entry point.
   *
   * @default - the image's
   */
  readonly command?: string[];

  /**
   * Arguments.
   *
   * @default - the image's
   */
  readonly args?: string[];

  /**
   * Environment variables.
   *
   * @default - none
   */
  readonly env?: { [name: string]: EnvValue };

  /**
   * Memory request and limit. The node keeps the request free of workers for as long as it lives.
   *
   * @default Size.gibibytes(1)
   */
  readonly memory?: Size;
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
   * What fills `directory`, in this order.
   *
   * @default - nothing: somebody else does
   */
  readonly models?: ModelDownload[];

  /**
   * A second directory, which workers write to: what one has compiled (CUDA graphs, kernels, engines), the next one on the node finds. All
   * workers of the nodes share it, so let only workers that trust each other use one.
   *
   * @default - none
   */
  readonly compileCache?: NodeLocalDirectory;
}

/** The pods' own request. Never a GPU: a DaemonSet that asks for one leaves none to the workers. */
const REQUEST = { cpu: k8s.Quantity.fromString('10m'), memory: k8s.Quantity.fromString('16Mi') };

/** The directories belong to root, who needs no capability to write to them. */
const OWNER: k8s.SecurityContext = { ...RESTRICTED_CONTAINER, runAsNonRoot: false, runAsUser: 0, runAsGroup: 0 };

/**
 * Prepares each node of a pool for its workers: pulls their images, and keeps directories for models and for what workers compile.
 *
 * Given to a worker as `modelCache`, it mounts the directories there, and lets the worker start on a node once that node is ready.
 *
 * Emits a DaemonSet and its PriorityClass. Each image is pulled by an init container that runs a program brought along, does nothing
 * and ends. Karpenter counts the DaemonSet when it chooses a node.
 */
export class ModelCacheDaemonSet extends Construct {
  /** The DaemonSet. */
  public readonly daemonSet: k8s.KubeDaemonSet;

  /** Its priority: scheduled before the workers, never in place of one. */
  public readonly priorityClass: k8s.KubePriorityClass;

  /** The nodes that are prepared. */
  public readonly nodePool: GpuNodes;

  private readonly mounts: readonly NodeLocalMount[];
  private readonly readyFileName: string;

  /**
   * @throws Error if there is neither an image nor a directory, an image is named twice, there are models without a directory, or both
   * directories are one
   */
  public constructor(scope: Construct, id: string, props: ModelCacheDaemonSetProps) {
    super(scope, id);
    ManifestChecks.enforce(this);
    const { nodePool, images = [], models = [], directory, compileCache } = props;
    requireNamespace(this);
    images.forEach((image, index) => requireText(this, `images[${index}]`, image));
    const twice = images.find((image, index) => images.indexOf(image) !== index);
    if (twice !== undefined) {
      refuse(this, 'images', twice, 'each image once', 'remove the second one');
    }
    models.forEach(({ image, memory }, index) => {
      requireText(this, `models[${index}].image`, image);
      requireWhole(this, `models[${index}].memory (MiB)`, memoryMib(memory), 1);
    });
    if (models.length > 0 && directory === undefined) {
      refuse(this, 'directory', directory, 'a NodeLocalDirectory, because there are models', 'set directory, or remove models');
    }
    if (directory !== undefined && (directory.hostPath === compileCache?.hostPath || directory.mountPath === compileCache?.mountPath)) {
      refuse(this, 'compileCache', compileCache, 'other paths than those of directory, which workers only read', 'correct one of the two');
    }
    this.nodePool = nodePool;
    this.mounts = [
      ...(directory === undefined ? [] : [{ name: 'models', directory, readOnly: true }]),
      ...(compileCache === undefined ? [] : [{ name: 'compile-cache', directory: compileCache, readOnly: false }]),
    ];
    if (images.length === 0 && this.mounts.length === 0) {
      refuse(this, 'images', images, 'an image to pull or a directory to keep', 'set images, directory or compileCache, or remove the construct');
    }
    const name = objectName(this);
    const labels = commonLabels(name, 'model-cache');
    const downloads = models.map((model, index) => download(`download-${index}`, model, this.volumeMounts()));
    // Another content is another file: a worker that counts on it does not take an older one for ready.
    this.readyFileName = `.ready-${createHash('sha256').update(JSON.stringify([name, images, downloads])).digest('hex').slice(0, 12)}`;
    const initContainers = [
      ...(images.length === 0 ? [] : prePull(images)),
      ...(compileCache === undefined ? [] : [this.owned('open-compile-cache', ['chmod', '1777', compileCache.mountPath])]),
      ...downloads,
      ...(this.mounts.length === 0 ? [] : [this.owned('ready', ['touch', this.readyFile()])]),
    ];

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
          metadata: { labels },
          spec: {
            ...nodePool.placement,
            priorityClassName: name,
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            terminationGracePeriodSeconds: 5,
            securityContext: { runAsNonRoot: true, runAsUser: 65535, runAsGroup: 65535, seccompProfile: { type: 'RuntimeDefault' } },
            initContainers,
            containers: [container('hold', PAUSE_IMAGE)],
            volumes: [
              ...(images.length === 0 ? [] : [{ name: 'toolbox', emptyDir: {} }]),
              ...this.mounts.map((mount) => mount.directory._volume(mount.name)),
            ],
          },
        },
      },
    });
  }

  /**
   * The directories, as a worker mounts them.
   *
   * @throws Error if there is none, or the worker runs elsewhere
   * @internal
   */
  public _mountsFor(worker: Construct, nodePool: GpuNodes): readonly NodeLocalMount[] {
    if (this.mounts.length === 0) {
      refuse(worker, 'modelCache', this.node.path, 'a ModelCacheDaemonSet with a directory or a compileCache', 'set one there; images are pulled without modelCache');
    }
    if (nodePool !== this.nodePool) {
      refuse(worker, 'modelCache', this.node.path, `a ModelCacheDaemonSet for the worker's own nodes (${nodePool.node.path})`, 'correct the nodePool of one of the two');
    }
    return this.mounts;
  }

  /** The init container that holds a worker back until its node is ready. @internal */
  public _gate(): k8s.Container {
    return {
      ...container('wait-for-model-cache', TOOLBOX_IMAGE),
      command: ['sh', '-c', 'until [ -e "$0" ]; do echo "waiting for the model cache: $0 is not there yet"; sleep 2; done', this.readyFile()],
      volumeMounts: [{ ...this.volumeMounts()[0], readOnly: true }],
    };
  }

  private readyFile(): string {
    return `${this.mounts[0].directory.mountPath}/${this.readyFileName}`;
  }

  /** An init container that changes the directories. */
  private owned(name: string, command: string[]): k8s.Container {
    return { ...container(name, TOOLBOX_IMAGE), command, securityContext: OWNER, volumeMounts: this.volumeMounts() };
  }

  private volumeMounts(): k8s.VolumeMount[] {
    return this.mounts.map(({ name, directory }) => ({ name, mountPath: directory.mountPath }));
  }
}

function download(name: string, { image, command, args, env = {}, memory }: ModelDownload, volumeMounts: k8s.VolumeMount[]): k8s.Container {
  const limits = { memory: mebibytes(memoryMib(memory)) };
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

function memoryMib(memory: Size = Size.gibibytes(1)): number {
  return memory.toMebibytes({ rounding: SizeRoundingBehavior.FLOOR });
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
