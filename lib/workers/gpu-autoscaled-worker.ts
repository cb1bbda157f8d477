import { ApiObjectMetadata, Duration, Size } from 'cdk8s';
import { Cpu, EnvValue, ISecret, k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ColdStart } from './cold-start';
import { HealthCheck } from './health-check';
import { probes } from './probes';
import { WorkerSlot } from './worker-slot';
import * as keda from '../../imports/keda.sh';
import { ManifestChecks } from '../checks/manifest-checks';
import { renderTriggerMetadata, TriggerMetadata } from '../contract';
import { GpuNodePool } from '../nodes/gpu-node-pool';
import { commonLabels, objectName, requireNamespace, selectorLabels } from '../private/names';
import { RESTRICTED_CONTAINER, restrictedPod } from '../private/pod-security';
import { inWordsOf, refuse, requireSeconds, requireText, requireWhole } from '../private/refuse';
import { ExternalScaler } from '../scaling/external-scaler';
import { MetricSource } from '../scaling/metric-source';
import { scalingBehavior } from '../scaling/scaling-behavior';
import { NodeLocalDirectory } from '../warm/node-local-directory';

/** Properties of `GpuAutoscaledWorker`. */
export interface GpuAutoscaledWorkerProps {
  /** The worker's image. Pin it: nodes keep it, and a tag that moves would not be pulled again. */
  readonly image: string;

  /** The nodes that the workers run on. */
  readonly nodePool: GpuNodePool;

  /** The scaler that counts the jobs. */
  readonly scaler: ExternalScaler;

  /** Where the jobs are. */
  readonly source: MetricSource;

  /** Jobs, waiting and in flight, that one replica answers for. At least 0.001; ten jobs at 5 ask for two replicas. */
  readonly jobsPerReplica: number;

  /** Most replicas. At least 1; its GPUs have to fit the pool. */
  readonly maxReplicas: number;

  /**
   * The longest that a job runs. A worker that is scaled in has this and 30 seconds to finish the one it has.
   *
   * The worker has to stop taking jobs on SIGTERM, finish, and acknowledge.
   */
  readonly maxJobDuration: Duration;

  /**
   * Fewest replicas, 0 to `maxReplicas`. 1 or more keeps that many GPUs bought, with the model loaded.
   *
   * @default 0
   */
  readonly minReplicas?: number;

  /**
   * Outstanding jobs above which the first worker is started; one more than this wakes it. Leave it at 0, or jobs may wait for ever.
   *
   * @default 0
   */
  readonly activationThreshold?: number;

  /**
   * GPUs of one worker. A divisor of the pool's `gpusPerNode`.
   *
   * @default 1
   */
  readonly gpus?: number;

  /**
   * CPU request. There is no CPU limit.
   *
   * @default - three quarters of what the smallest admitted instance type has for the worker's GPUs
   */
  readonly cpu?: Cpu;

  /**
   * Memory request and limit.
   *
   * @default - three quarters of what the smallest admitted instance type has for the worker's GPUs
   */
  readonly memory?: Size;

  /**
   * Request for the container's writable layer, emptyDir volumes and logs.
   *
   * @default Size.gibibytes(10)
   */
  readonly ephemeralStorage?: Size;

  /**
   * How long a worker takes from the decision to start it until it works. Cooldown, startup probe and progress deadline follow from it.
   *
   * @default - 8 minutes: node 2, image 4, model 2
   */
  readonly coldStart?: ColdStart;

  /**
   * How the kubelet finds out that the model is loaded.
   *
   * @default HealthCheck.http()
   */
  readonly healthCheck?: HealthCheck;

  /**
   * How often KEDA asks the scaler. The first job does not wait for it: the scaler pushes.
   *
   * @default Duration.seconds(15)
   * @see https://keda.sh/docs/latest/reference/scaledobject-spec/#pollinginterval
   */
  readonly pollingInterval?: Duration;

  /**
   * How long the queue has to be empty, with nothing in flight, before the last workers go. At least the cold start, or the pool would
   * buy nodes that it gives up before they work; and at least 45 seconds and one polling interval, in which a scaler that hangs is
   * replaced: KEDA may take one poll of that time for an empty queue.
   *
   * @default - twice the cold start, at least 5 minutes
   * @see https://keda.sh/docs/latest/reference/scaledobject-spec/#cooldownperiod
   */
  readonly cooldownPeriod?: Duration;

  /**
   * The HPA's behavior, instead of the default one. Give both directions in full.
   *
   * @default - up at once; down after 5 minutes, by half or by one pod a minute
   */
  readonly behavior?: keda.ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehavior;

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
   * The nodes' model directory, mounted read-only. It is a hostPath: the namespace's Pod Security level has to allow it.
   *
   * @default - none
   */
  readonly modelDirectory?: NodeLocalDirectory;

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
   * Metadata of the Deployment.
   *
   * @default - named after the construct's path
   */
  readonly metadata?: ApiObjectMetadata;
}

/** KEDA names the HPA `keda-hpa-NAME`, and that must not exceed 63 characters. */
const MAX_NAME = 54;

/** What is left to a worker after its longest job, to acknowledge and to close. Seconds. */
const GRACE_MARGIN = 30;

/** After this long a scaler that hangs has been ended by its liveness probe and is back. Seconds. */
const LONGEST_HANG = 45;

/** The times of a ScaledObject. */
type Timing = Pick<keda.ScaledObjectSpec, 'pollingInterval' | 'cooldownPeriod' | 'initialCooldownPeriod'>;

/** The one metric of the one trigger. */
const METRIC_NAME = 'jobs-outstanding';

/**
 * GPU workers that follow the work waiting and in flight, from zero to `maxReplicas` and back.
 *
 * Emits a Deployment without `replicas` (KEDA owns them) and a ScaledObject with one `external-push` trigger; with TLS, a
 * TriggerAuthentication too.
 *
 * @see https://keda.sh/docs/latest/reference/scaledobject-spec/
 */
export class GpuAutoscaledWorker extends Construct {
  /** The Deployment. */
  public readonly deployment: k8s.KubeDeployment;

  /** The ScaledObject. */
  public readonly scaledObject: keda.ScaledObject;

  /** How KEDA proves itself to the scaler; only with TLS. */
  public readonly triggerAuthentication?: keda.TriggerAuthentication;

  /** The image, to pre-pull it. */
  public readonly image: string;

  /** The nodes that the workers run on. */
  public readonly nodePool: GpuNodePool;

  /** What one worker asks of its node. @internal */
  public readonly _slot: WorkerSlot;

  /**
   * @throws Error if a value is out of its bounds, the workers do not fit the pool, or the scaler cannot read the source
   */
  public constructor(scope: Construct, id: string, props: GpuAutoscaledWorkerProps) {
    super(scope, id);
    ManifestChecks.enforce(this);
    const { minReplicas = 0, activationThreshold = 0, coldStart = ColdStart.of(), healthCheck = HealthCheck.http(), user = 1000 } = props;
    requireText(this, 'image', props.image);
    requireWhole(this, 'maxReplicas', props.maxReplicas, 1, 2 ** 31 - 1);
    requireWhole(this, 'minReplicas', minReplicas, 0, props.maxReplicas);
    requireWhole(this, 'user', user, 1);
    requireNamespace(this);
    if (minReplicas === 0) {
      props.source._requireWakes(this);
    }

    this.image = props.image;
    this.nodePool = props.nodePool;
    this._slot = new WorkerSlot(this, props.nodePool, props);
    this.requireRoom(props.maxReplicas);

    const grace = this.grace(props.maxJobDuration);
    props.nodePool._admit(this, grace);

    const name = props.metadata?.name ?? objectName(this, MAX_NAME);
    if (name.length > MAX_NAME) {
      refuse(this, 'metadata.name', name, `at most ${MAX_NAME} characters, because KEDA names the HPA keda-hpa-NAME`, 'shorten it');
    }
    const labels = commonLabels(name, 'worker');

    this.deployment = new k8s.KubeDeployment(this, 'Resource', {
      metadata: { ...props.metadata, name, labels: { ...props.metadata?.labels, ...labels } },
      spec: {
        selector: { matchLabels: selectorLabels(name) },
        // No surge: at its limit the pool has no GPU for an additional pod.
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: k8s.IntOrString.fromNumber(0), maxUnavailable: k8s.IntOrString.fromString('25%') } },
        progressDeadlineSeconds: Math.max(600, 2 * coldStart.total.toSeconds()),
        revisionHistoryLimit: 3,
        template: {
          metadata: { labels },
          spec: {
            ...props.nodePool.placement,
            automountServiceAccountToken: props.serviceAccountName !== undefined,
            serviceAccountName: props.serviceAccountName,
            enableServiceLinks: false,
            terminationGracePeriodSeconds: grace.toSeconds(),
            securityContext: restrictedPod(user),
            imagePullSecrets: props.imagePullSecrets?.map((secret) => ({ name: secret.name })),
            containers: [{
              name: 'worker',
              image: props.image,
              imagePullPolicy: 'IfNotPresent',
              command: props.command,
              args: props.args,
              env: props.env && Object.entries(props.env).map(([key, value]) => ({ name: key, value: value.value, valueFrom: value.valueFrom })),
              ...probes(healthCheck._action(this), coldStart),
              resources: this._slot.resources(),
              securityContext: RESTRICTED_CONTAINER,
              volumeMounts: props.modelDirectory && [{ name: 'models', mountPath: props.modelDirectory.mountPath, readOnly: true }],
            }],
            volumes: props.modelDirectory && [{ name: 'models', hostPath: { path: props.modelDirectory.hostPath, type: 'DirectoryOrCreate' } }],
          },
        },
      },
    });

    const metadata = this.triggerMetadata(props.jobsPerReplica, activationThreshold, props.source, props.scaler);
    const { tls } = props.scaler;
    if (tls !== undefined) {
      this.triggerAuthentication = new keda.TriggerAuthentication(this, 'TriggerAuthentication', {
        metadata: { name, labels },
        spec: {
          secretTargetRef: [['caCert', 'ca.crt'], ['tlsClientCert', 'tls.crt'], ['tlsClientKey', 'tls.key']]
            .map(([parameter, key]) => ({ parameter, name: tls.clientSecret.name, key })),
        },
      });
    }
    this.scaledObject = new keda.ScaledObject(this, 'ScaledObject', {
      metadata: { name, labels },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
        minReplicaCount: minReplicas,
        maxReplicaCount: props.maxReplicas,
        ...this.timing(minReplicas, coldStart, props),
        advanced: { horizontalPodAutoscalerConfig: { behavior: props.behavior ?? scalingBehavior(props.maxReplicas) } },
        triggers: [{
          type: 'external-push',
          name: 'jobs',
          metricType: 'AverageValue',
          // enableTLS too: when the TriggerAuthentication or its Secret is missing, KEDA would otherwise fall back to plain text.
          metadata: { scalerAddress: props.scaler.address, ...(tls === undefined ? {} : { enableTLS: 'true' }), ...metadata },
          authenticationRef: this.triggerAuthentication && { name: this.triggerAuthentication.name },
        }],
      },
    });
  }

  private requireRoom(maxReplicas: number): void {
    const wanted = maxReplicas * this._slot.gpus;
    if (wanted > this.nodePool.maxGpus) {
      refuse(this, 'maxReplicas', maxReplicas, `at most ${Math.floor(this.nodePool.maxGpus / this._slot.gpus)}, for which the pool's maxGpus of ${this.nodePool.maxGpus} has room`,
        `lower it, or set maxGpus: ${wanted} on the pool`);
    }
  }

  private grace(maxJobDuration: Duration): Duration {
    const longest = maxJobDuration.toSeconds({ integral: false });
    requireSeconds(this, 'maxJobDuration', longest, 1);
    return Duration.seconds(longest + GRACE_MARGIN);
  }

  private triggerMetadata(
    jobsPerReplica: number, activationThreshold: number, source: MetricSource, scaler: ExternalScaler,
  ): { [key: string]: string } {
    const metadata: TriggerMetadata = {
      kind: 'ScaledObject', triggerId: 'jobs', metricName: METRIC_NAME, jobsPerReplica, activationThreshold, source: source._metadata,
    };
    const rendered = inWordsOf(this, () => renderTriggerMetadata(metadata));
    scaler._requireReadable(this, metadata.source);
    return rendered;
  }

  private timing(minReplicas: number, coldStart: ColdStart, props: GpuAutoscaledWorkerProps): Timing {
    const start = coldStart.total.toSeconds();
    const polling = props.pollingInterval?.toSeconds({ integral: false }) ?? 15;
    const cooldown = props.cooldownPeriod?.toSeconds({ integral: false }) ?? Math.max(300, 2 * start);
    requireSeconds(this, 'pollingInterval', polling, 1);
    if (minReplicas > 0) {
      // KEDA takes the polls' values from the HPA then and warns about both settings; it never goes to zero, so there is nothing to cool down.
      return props.pollingInterval === undefined ? {} : { pollingInterval: polling };
    }
    requireSeconds(this, 'cooldownPeriod', cooldown, Math.max(start, LONGEST_HANG + polling));
    // No initial cooldown: the first apply of a Deployment without replicas makes one, and that one GPU would be kept for all of it. A worker
    // that is busy when the ScaledObject is made is active, and stays.
    return { pollingInterval: polling, cooldownPeriod: cooldown, initialCooldownPeriod: 0 };
  }
}
