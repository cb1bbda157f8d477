import { ApiObjectMetadata, Duration, Size } from 'cdk8s';
import { Cpu, EnvValue, ISecret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ColdStart } from './cold-start';
import { WorkerSlot } from './worker-slot';
import { ManifestChecks } from '../checks/manifest-checks';
import { GpuNodes } from '../nodes/gpu-nodes';
import { givenName, requireNamespace } from '../private/names';
import { refuse, requireSeconds, requireText, requireWhole } from '../private/refuse';
import { warn } from '../private/warn';
import { Connection } from '../scaling/connection';
import { ExternalScaler } from '../scaling/external-scaler';
import { KedaTrigger } from '../scaling/keda-trigger';
import { MetricSource } from '../scaling/metric-source';
import { ModelCacheDaemonSet } from '../warm/model-cache-daemon-set';
import { NodeLocalDirectory } from '../warm/node-local-directory';

/** Properties that every kind of worker has. */
export interface GpuWorkerProps {
  /** The worker's image. Pin it: nodes keep it, and a tag that moves would not be pulled again. */
  readonly image: string;

  /** The nodes that the workers run on. */
  readonly nodePool: GpuNodes;

  /**
   * Where the jobs are.
   *
   * @default - none: `triggers` instead
   */
  readonly source?: MetricSource;

  /**
   * The servers that the source reads, by the name that it uses: declared here or on the scaler, whose other workers may use them too.
   *
   * @default - those of the scaler
   */
  readonly connections?: { [name: string]: Connection };

  /**
   * The scaler that counts the jobs, waiting and in flight.
   *
   * @default - with `source`: the one that the chart's workers share, its child `scaler`, which is made if there is none
   */
  readonly scaler?: ExternalScaler;

  /**
   * Triggers of KEDA's own, instead of a `source`. See `KedaTrigger` for what they lack.
   *
   * @default - none: `source`
   */
  readonly triggers?: KedaTrigger[];

  /** Most replicas. At least 1; its GPUs have to fit the pool. */
  readonly maxReplicas: number;

  /**
   * The longest that a job runs. A worker that is told to end has this and 30 seconds to finish the one it has.
   *
   * The worker has to stop taking jobs on SIGTERM, finish, and acknowledge.
   */
  readonly maxJobDuration: Duration;

  /**
   * GPUs of one worker; on a pool with `slice`, slices. A divisor of what a node has; 1 where a slice is one of time.
   *
   * @default 1
   */
  readonly gpus?: number;

  /**
   * CPU request. There is no CPU limit.
   *
   * @default - three quarters of what the smallest instance type that the worker may get has for its GPUs
   */
  readonly cpu?: Cpu;

  /**
   * Memory request and limit.
   *
   * @default - three quarters of what the smallest instance type that the worker may get has for its GPUs
   */
  readonly memory?: Size;

  /**
   * Request for the container's writable layer, emptyDir volumes and logs.
   *
   * @default Size.gibibytes(10)
   */
  readonly ephemeralStorage?: Size;

  /**
   * Most of the worker's memory that files in `/dev/shm` may take, by which processes with a GPU each pass tensors on: NCCL, and the workers of
   * PyTorch's DataLoader. A container runtime leaves 64 MiB, with which several GPUs fail. From 1 MiB to `memory`; `Size.gibibytes(0)` leaves it
   * to the runtime.
   *
   * @default - with several GPUs, all of `memory`, of which it takes what is in use; with one, the runtime's 64 MiB
   * @see https://docs.nvidia.com/deeplearning/nccl/user-guide/docs/troubleshooting.html#shared-memory
   */
  readonly sharedMemory?: Size;

  /**
   * How long a worker takes from the decision to start it until it works. The times that nobody set follow from it.
   *
   * @default - 8 minutes: node 2, image 4, model 2
   */
  readonly coldStart?: ColdStart;

  /**
   * How often KEDA asks the scaler.
   *
   * @default Duration.seconds(15)
   * @see https://keda.sh/docs/latest/reference/scaledobject-spec/#pollinginterval
   */
  readonly pollingInterval?: Duration;

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
   * A command that runs inside the container before it gets SIGTERM, for a server that cannot drain by itself. Its time is part of the
   * grace.
   *
   * @default - none: the worker drains on SIGTERM
   * @see https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/
   */
  readonly preStop?: string[];

  /**
   * The nodes' model directory, mounted read-only. It is a hostPath: the namespace's Pod Security level has to allow it.
   *
   * @default - none
   */
  readonly modelDirectory?: NodeLocalDirectory;

  /**
   * The model cache of the worker's nodes, instead of `modelDirectory`: mounts its directories, and starts the worker on a node only once
   * the images and the models are there. Count that wait into `coldStart`.
   *
   * @default - none
   */
  readonly modelCache?: ModelCacheDaemonSet;

  /**
   * Names of the models of `modelCache` that the worker waits for, and sees. Needs `modelCache`.
   *
   * @default - all of them
   */
  readonly cachedModels?: string[];

  /**
   * Secrets to pull the image with.
   *
   * @default - none
   */
  readonly imagePullSecrets?: ISecret[];

  /**
   * The ServiceAccount of the pods.
   *
   * @default - the namespace's default, its token not mounted
   */
  readonly serviceAccountName?: string;

  /**
   * User and group that the container runs as. Not 0.
   *
   * @default 1000
   */
  readonly user?: number;

  /**
   * Metadata of the Deployment or ScaledJob.
   *
   * @default - named after the construct's path
   */
  readonly metadata?: ApiObjectMetadata;
}

/** What is left to a worker after its longest job, to acknowledge and to close. Seconds. */
const GRACE_MARGIN = 30;

/** A worker of either kind: what the warm pool and the model cache have to know of it. */
export abstract class GpuWorker extends Construct {
  /** The image, to pre-pull it. */
  public readonly image: string;

  /** The nodes that the workers run on. */
  public readonly nodePool: GpuNodes;

  /** What one worker asks of its node. @internal */
  public readonly _slot: WorkerSlot;

  /** Most replicas. @internal */
  public readonly _maxReplicas: number;

  /** How long a worker may take to end. @internal */
  protected readonly _grace: Duration;

  /** How long a worker takes to start. @internal */
  protected readonly _coldStart: ColdStart;

  /**
   * @throws Error if a value is out of its bounds, the chart has no namespace, or the workers do not fit the pool
   */
  protected constructor(scope: Construct, id: string, props: GpuWorkerProps) {
    super(scope, id);
    ManifestChecks.enforce(this);
    requireText(this, 'image', props.image);
    requireWhole(this, 'maxReplicas', props.maxReplicas, 1, 2 ** 31 - 1);
    const namespace = requireNamespace(this);
    if (props.metadata?.namespace !== undefined && props.metadata.namespace !== namespace) {
      refuse(this, 'metadata.namespace', props.metadata.namespace, `the namespace of the chart (${namespace}), in which what scales the workers is`,
        'leave it out, and make the worker in a chart of that namespace');
    }
    if (props.user !== undefined) {
      requireWhole(this, 'user', props.user, 1, 2 ** 31 - 1);
    }
    if (props.preStop !== undefined) {
      requireText(this, 'preStop', props.preStop[0]);
    }
    if (props.modelCache !== undefined && props.modelDirectory !== undefined) {
      refuse(this, 'modelDirectory', props.modelDirectory, 'nothing beside modelCache, which has a directory', 'leave it out');
    }
    if (props.cachedModels !== undefined && props.modelCache === undefined) {
      refuse(this, 'cachedModels', props.cachedModels, 'nothing without modelCache, which has the models', 'set modelCache, or leave it out');
    }
    const longest = props.maxJobDuration.toSeconds({ integral: false });
    requireSeconds(this, 'maxJobDuration', longest, 1);

    if (isMoving(props.image)) {
      warn(this, 'image', props.image, 'nodes keep the image that they have, so that old and new workers run side by side, and none is rolled out', 'pin a tag or a digest');
    }
    this.image = props.image;
    this._maxReplicas = props.maxReplicas;
    this.nodePool = props.nodePool;
    this._slot = new WorkerSlot(this, props.nodePool, props);
    this._grace = Duration.seconds(longest + GRACE_MARGIN);
    this._coldStart = props.coldStart ?? ColdStart.of();
    for (const part of ['nodeStart', 'imagePull', 'modelLoad'] as const) {
      requireSeconds(this, `coldStart.${part}`, this._coldStart[part].toSeconds({ integral: false }), 0);
    }

    const room = this.nodePool._room(this._slot.gpus);
    if (props.maxReplicas > room) {
      refuse(this, 'maxReplicas', props.maxReplicas,
        `at most ${room}, for which the pool's maxGpus of ${this.nodePool.maxGpus} has room`,
        `lower it, or set maxGpus: ${Math.ceil(props.maxReplicas * this._slot.gpus / this.nodePool.slicesPerGpu)} on the pool`);
    }
  }

  /**
   * The name of what is scaled, short enough for what Kubernetes and KEDA make of it.
   *
   * @internal
   */
  protected _name(metadata: ApiObjectMetadata | undefined, most: number, why: string): string {
    return givenName(this, metadata?.name, most, why);
  }

  /**
   * How often KEDA polls, in seconds.
   *
   * @internal
   */
  protected _pollingSeconds(pollingInterval: Duration | undefined, least: number): number {
    const seconds = pollingInterval?.toSeconds({ integral: false }) ?? 15;
    requireSeconds(this, 'pollingInterval', seconds, least);
    return seconds;
  }
}

/** Whether an image is by a tag that is meant to move. */
function isMoving(image: string): boolean {
  const [, tag = 'latest'] = image.slice(image.lastIndexOf('/') + 1).split(/[:@]/);
  return tag === 'latest' && !image.includes('@');
}
