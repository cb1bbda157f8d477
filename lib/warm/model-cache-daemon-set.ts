import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { NodeLocalDirectory } from './node-local-directory';
import { ManifestChecks } from '../checks/manifest-checks';
import { GpuNodePool } from '../nodes/gpu-node-pool';
import { clusterScoped, commonLabels, objectName, requireNamespace, selectorLabels } from '../private/names';
import { PAUSE_IMAGE, RESTRICTED_CONTAINER } from '../private/pod-security';
import { refuse, requireText } from '../private/refuse';

/** Properties of `ModelCacheDaemonSet`. */
export interface ModelCacheDaemonSetProps {
  /** The nodes to prepare. */
  readonly nodePool: GpuNodePool;

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
}

/** A statically linked program that runs in any image, even one without a shell. */
const TOOLBOX_IMAGE = 'docker.io/library/busybox:1.37.0-musl';

/** The pods' own request. Never a GPU: a DaemonSet that asks for one leaves none to the workers. */
const REQUEST = { cpu: k8s.Quantity.fromString('10m'), memory: k8s.Quantity.fromString('16Mi') };

/**
 * Prepares each node of a pool for its workers: pulls their images, and keeps a directory for models.
 *
 * Emits a DaemonSet and its PriorityClass. Each image is pulled by an init container that runs a program brought along, does nothing
 * and ends. Karpenter counts the DaemonSet when it chooses a node.
 */
export class ModelCacheDaemonSet extends Construct {
  /** The DaemonSet. */
  public readonly daemonSet: k8s.KubeDaemonSet;

  /** Its priority: scheduled before the workers, never in place of one. */
  public readonly priorityClass: k8s.KubePriorityClass;

  /**
   * @throws Error if there is neither an image nor a directory, or an image is named twice
   */
  public constructor(scope: Construct, id: string, props: ModelCacheDaemonSetProps) {
    super(scope, id);
    ManifestChecks.enforce(this);
    const { nodePool, images = [], directory } = props;
    requireNamespace(this);
    images.forEach((image, index) => requireText(this, `images[${index}]`, image));
    const twice = images.find((image, index) => images.indexOf(image) !== index);
    if (twice !== undefined) {
      refuse(this, 'images', twice, 'each image once', 'remove the second one');
    }
    if (images.length === 0 && directory === undefined) {
      refuse(this, 'images', images, 'an image to pull or a directory to keep', 'set images or directory, or remove the construct');
    }
    const name = objectName(this);
    const labels = commonLabels(name, 'model-cache');

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
            initContainers: images.length === 0 ? undefined : prePull(images),
            containers: [{
              ...container('hold', PAUSE_IMAGE),
              volumeMounts: directory && [{ name: 'models', mountPath: directory.mountPath }],
            }],
            volumes: [
              ...(images.length === 0 ? [] : [{ name: 'toolbox', emptyDir: {} }]),
              ...(directory === undefined ? [] : [{ name: 'models', hostPath: { path: directory.hostPath, type: 'DirectoryOrCreate' } }]),
            ],
          },
        },
      },
    });
  }
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
