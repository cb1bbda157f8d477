import { Duration } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { GpuWorker, GpuWorkerProps } from './gpu-worker';
import { HealthCheck } from './health-check';
import { probes } from './probes';
import { jobsPerReplicaOf } from './wait-target';
import { CountedWork, MeasuredWork, refuseBesideTriggers, renderTriggers, workOf } from './work';
import { workerPod } from './worker-pod';
import * as keda from '../../imports/keda.sh';
import { CountedMetadata, missesInFlight } from '../contract';
import { commonLabels, MAX_SCALED_NAME, selectorLabels } from '../private/names';
import { refuse, requireSeconds, requireWhole } from '../private/refuse';
import { warn } from '../private/warn';
import { ExternalScaler } from '../scaling/external-scaler';
import { scalerAuthentication, scalerTrigger } from '../scaling/scaler-trigger';
import { scalingBehavior } from '../scaling/scaling-behavior';
import { PlainDeployment, PlainScaledObject } from '../synth/plain-objects';

/** Properties of `GpuAutoscaledWorker`. */
export interface GpuAutoscaledWorkerProps extends GpuWorkerProps {
  /**
   * Jobs, waiting and in flight, that one replica answers for. At least 0.001; ten jobs at 5 ask for two replicas. Needed with `source`,
   * unless `waitTarget` is given.
   *
   * @default - with `waitTarget`, `1 + floor(waitTarget / jobDuration)`; with `triggers`, what each of them says
   */
  readonly jobsPerReplica?: number;

  /**
   * How long a job may wait for its turn, with `jobDuration` and in place of `jobsPerReplica`. 0 or more.
   *
   * It holds where a replica works on one job at a time, while there are fewer than `maxReplicas`, but for the tenth more jobs that the HPA
   * leaves unanswered. The start of a further replica comes on top: `minReplicas` or a `WarmPool` shortens that.
   *
   * @default - `jobsPerReplica` is given
   */
  readonly waitTarget?: Duration;

  /**
   * How long a job takes as a rule, with `waitTarget`. More than 0, at most `maxJobDuration`.
   *
   * @default - `jobsPerReplica` is given
   */
  readonly jobDuration?: Duration;

  /**
   * Fewest replicas, 0 to `maxReplicas`. 1 or more keeps that many GPUs bought, with the model loaded.
   *
   * @default 0
   */
  readonly minReplicas?: number;

  /**
   * Replicas that the first job starts at once, and the fewest while there is work, 1 to `maxReplicas`. More than one is for a queue that
   * fills in bursts, or for models that several pods serve together. Not with `minReplicas`, which are there already.
   *
   * @default 1
   * @see https://keda.sh/docs/latest/reference/scaledobject-spec/#idlereplicacount
   */
  readonly wakeTo?: number;

  /**
   * Outstanding jobs above which the first worker is started. From 0 to less than 1 with `minReplicas: 0`, or jobs would wait for ever: more
   * than 0 is for a source that is never quite 0, such as a rate.
   *
   * @default 0
   */
  readonly activationThreshold?: number;

  /**
   * How the kubelet finds out that the model is loaded.
   *
   * @default HealthCheck.http()
   */
  readonly healthCheck?: HealthCheck;

  /**
   * How long the queue has to be empty, with nothing in flight, before the last workers go. At least the cold start, or the pool would
   * buy nodes that it gives up before they work; and at least 45 seconds and one polling interval, in which a scaler that hangs is
   * replaced: KEDA may take one poll of that time for an empty queue.
   *
   * @default - twice the cold start, at least 5 minutes; where jobs in flight are not counted, or a query or `triggers` do not say so, at least the longest job
   * @see https://keda.sh/docs/latest/reference/scaledobject-spec/#cooldownperiod
   */
  readonly cooldownPeriod?: Duration;

  /**
   * The HPA's behavior, instead of the default one. Give both directions in full.
   *
   * @default - up at once; down after 5 minutes, by half or by one pod a minute
   */
  readonly behavior?: keda.ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehavior;
}

/** The least replicas of a ScaledObject. */
type Floor = Pick<keda.ScaledObjectSpec, 'idleReplicaCount' | 'minReplicaCount'>;

/** The times of a ScaledObject. */
type Timing = Pick<keda.ScaledObjectSpec, 'pollingInterval' | 'cooldownPeriod' | 'initialCooldownPeriod'>;

/** After this long a scaler that hangs has been ended by its liveness probe and is back. Seconds. */
const LONGEST_HANG = 45;

/** Jobs longer than this, and than so many times the load of the model, are better off in Jobs of their own. */
const LONG_JOB = { seconds: 1800, modelLoads: 10 };

/**
 * GPU workers that follow the work waiting and in flight, from zero to `maxReplicas` and back.
 *
 * Emits a Deployment without `replicas` (KEDA owns them) and a ScaledObject. With a `source` it has one `external-push` trigger, so that the
 * first job does not wait for a poll; with TLS, a TriggerAuthentication too.
 *
 * For jobs that run long, or must never be interrupted, see `GpuBatchWorker`: above 30 minutes, or ten times the load of the model if
 * that is longer, a warning at synth recommends it.
 *
 * @see https://keda.sh/docs/latest/reference/scaledobject-spec/
 */
export class GpuAutoscaledWorker extends GpuWorker {
  /** The Deployment. */
  public readonly deployment: k8s.KubeDeployment;

  /** The ScaledObject. */
  public readonly scaledObject: keda.ScaledObject;

  /** The scaler that counts the jobs; none with `triggers`. */
  public readonly scaler?: ExternalScaler;

  /** How KEDA proves itself to the scaler; only with TLS. */
  public readonly triggerAuthentication?: keda.TriggerAuthentication;

  /**
   * @throws Error if a value is out of its bounds, the workers do not fit the pool, the scaler cannot read the source, its
   * broker gives a job away before it may be done, or `minReplicas` is 0 and the source is one that only running workers tell of
   */
  public constructor(scope: Construct, id: string, props: GpuAutoscaledWorkerProps) {
    super(scope, id, props);
    const { minReplicas = 0, healthCheck = HealthCheck.http() } = props;
    const work = workOf(this, props);
    if ('scaler' in work) {
      work.source._requireHeld(this, this._grace);
      if (minReplicas === 0) {
        work.source._requireWakes(this, ', or keep a worker with minReplicas: 1');
        this.requireWoken(props.activationThreshold);
      }
    }
    const floor = this.floor(minReplicas, props);
    props.nodePool._hold(this, 'minReplicas', minReplicas, this._slot.gpus);
    props.nodePool._admit(this, { start: this._coldStart.total, grace: this._grace, scaleIn: this._grace });
    this.recommendJobs(props.maxJobDuration);

    const name = this._name(props.metadata, MAX_SCALED_NAME, 'KEDA names the HPA keda-hpa-NAME');
    const labels = commonLabels(name, 'worker');

    this.deployment = new PlainDeployment(this, 'Resource', {
      metadata: { ...props.metadata, name, labels: { ...props.metadata?.labels, ...labels } },
      spec: {
        selector: { matchLabels: selectorLabels(name) },
        // No surge: at its limit the pool has no GPU for an additional pod.
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: k8s.IntOrString.fromNumber(0), maxUnavailable: k8s.IntOrString.fromString('25%') } },
        progressDeadlineSeconds: Math.max(600, 2 * this._coldStart.total.toSeconds()),
        revisionHistoryLimit: 3,
        template: {
          metadata: { labels, annotations: props.nodePool.podAnnotations },
          spec: workerPod(this, props, { slot: this._slot, grace: this._grace, probes: probes(healthCheck._action(this), this._coldStart) }),
        },
      },
    });
    if ('scaler' in work) {
      this.scaler = work.scaler;
      this.triggerAuthentication = scalerAuthentication(this, work.scaler, { name, labels });
    }
    const triggers = this.triggers(work, props); // which refuses a source that is not complete
    const timing = this.timing(minReplicas, work, props);
    this.scaledObject = new PlainScaledObject(this, 'ScaledObject', {
      metadata: { name, labels },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
        ...floor,
        maxReplicaCount: props.maxReplicas,
        ...timing,
        advanced: { horizontalPodAutoscalerConfig: { behavior: props.behavior ?? scalingBehavior(props.maxReplicas) } },
        triggers,
      },
    });
  }

  private triggers(work: CountedWork | MeasuredWork, props: GpuAutoscaledWorkerProps): keda.ScaledObjectSpecTriggers[] {
    const { jobsPerReplica, waitTarget, jobDuration, activationThreshold, minReplicas = 0 } = props;
    if ('triggers' in work) {
      refuseBesideTriggers(this, 'jobsPerReplica', jobsPerReplica);
      refuseBesideTriggers(this, 'waitTarget', waitTarget?.toHumanString());
      refuseBesideTriggers(this, 'jobDuration', jobDuration?.toHumanString());
      refuseBesideTriggers(this, 'activationThreshold', activationThreshold);
      if (minReplicas === 0 && work.triggers.every((trigger) => trigger._measuresPods)) {
        refuse(this, 'minReplicas', minReplicas, 'at least 1, because these triggers measure the pods, and no pod would ever be started', 'raise it, or add a trigger that counts jobs');
      }
      return renderTriggers(this, work.triggers, (trigger, defaultName) => trigger._ofScaledObject(this, defaultName));
    }
    return [{
      type: 'external-push',
      metricType: 'AverageValue',
      ...scalerTrigger(this, {
        ...work,
        kind: 'ScaledObject',
        jobsPerReplica: jobsPerReplicaOf(this, props),
        activationThreshold: activationThreshold ?? 0,
        authentication: this.triggerAuthentication,
      }),
    }];
  }

  /** A threshold of 0.5 tells noise, as of a rate, from a job; one of 1 leaves a job waiting. */
  private requireWoken(activationThreshold: number = 0): void {
    if (activationThreshold >= 1) {
      refuse(this, 'activationThreshold', activationThreshold, 'less than 1, because with minReplicas: 0 so many jobs would wait for ever',
        'leave it out, or keep a worker with minReplicas: 1');
    }
  }

  private floor(minReplicas: number, { wakeTo = 1, maxReplicas }: GpuAutoscaledWorkerProps): Floor {
    requireWhole(this, 'minReplicas', minReplicas, 0, maxReplicas);
    requireWhole(this, 'wakeTo', wakeTo, 1, maxReplicas);
    if (wakeTo === 1) {
      return { minReplicaCount: minReplicas };
    }
    if (minReplicas > 0) {
      refuse(this, 'wakeTo', wakeTo, `nothing beside minReplicas: ${minReplicas}, because KEDA's only idle count is 0`, 'leave out one of the two');
    }
    // Active, KEDA takes a worker that is below the minimum there at once; inactive, it goes to the idle count.
    return { idleReplicaCount: 0, minReplicaCount: wakeTo };
  }

  private recommendJobs(maxJobDuration: Duration): void {
    const threshold = Math.max(LONG_JOB.seconds, LONG_JOB.modelLoads * this._coldStart.modelLoad.toSeconds());
    if (maxJobDuration.toSeconds() > threshold) {
      warn(this, 'maxJobDuration (seconds)', maxJobDuration.toSeconds(),
        `above ${threshold} a Deployment wastes GPUs: a worker that is scaled in keeps its GPU, uncounted, until its job ends, and idle nodes of the pool stay as long`,
        'use a GpuBatchWorker, which no scale-in ends, or cut the jobs');
    }
  }

  private timing(minReplicas: number, work: CountedWork | MeasuredWork, props: GpuAutoscaledWorkerProps): Timing {
    const start = this._coldStart.total.toSeconds();
    const pollingInterval = this._pollingSeconds(props.pollingInterval, 1);
    const misses = (unsaid: CountedMetadata): boolean => 'scaler' in work && missesInFlight(work.source._metadata, (leaf) => {
      const counted = work.scaler._countedBy(leaf);
      return counted === 'unsaid' ? unsaid : counted;
    });
    const unseen = misses('unsaid');
    const inFlight = misses('waiting') || 'triggers' in work ? props.maxJobDuration.toSeconds() : 0;
    const cooldown = props.cooldownPeriod?.toSeconds({ integral: false }) ?? Math.max(300, 2 * start, inFlight);
    if (minReplicas > 0) {
      if (props.cooldownPeriod !== undefined) {
        warn(this, 'cooldownPeriod (seconds)', cooldown, `it has no effect with minReplicas: ${minReplicas}, which KEDA never goes below`,
          'leave it out, and set behavior.scaleDown for how soon further workers go');
      }
      // KEDA takes the polls' values from the HPA then and warns about both settings; it never goes to zero, so there is nothing to cool down.
      return props.pollingInterval === undefined ? {} : { pollingInterval };
    }
    requireSeconds(this, 'cooldownPeriod', cooldown, Math.max(start, LONGEST_HANG + pollingInterval));
    if (unseen && cooldown < inFlight) {
      refuse(this, 'cooldownPeriod (seconds)', cooldown, `at least ${inFlight}, the longest job, because its source counts only jobs that wait: a worker whose job was the last would be told to end while it works`,
        'raise it, or count the jobs in flight too');
    }
    // No initial cooldown: the first apply of a Deployment without replicas makes one, and that one GPU would be kept for all of it. A worker
    // that is busy when the ScaledObject is made is active, and stays.
    return { pollingInterval, cooldownPeriod: cooldown, initialCooldownPeriod: 0 };
  }
}
