import { Duration } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { GpuWorker, GpuWorkerProps } from './gpu-worker';
import { HealthCheck } from './health-check';
import { readiness, startPatience } from './probes';
import { CountedWork, MeasuredWork, renderTriggers, workOf } from './work';
import { workerPod } from './worker-pod';
import * as keda from '../../imports/keda.sh';
import { leavesOf, weightsOf } from '../contract';
import { commonLabels } from '../private/names';
import { refuse, requireSeconds, requireWhole } from '../private/refuse';
import { ExternalScaler } from '../scaling/external-scaler';
import { scalerAuthentication, scalerTrigger } from '../scaling/scaler-trigger';

/** What is counted of the jobs. */
export enum CountedJobs {
  /** Jobs that wait: one that a worker has taken is no longer counted. A Redis list, RabbitMQ over AMQP, or NSQ. */
  WAITING = 'waiting',
  /** Jobs that wait or are being worked on, until they are acknowledged. SQS, JetStream, or RabbitMQ over HTTP. */
  WAITING_AND_IN_FLIGHT = 'waiting-and-in-flight',
}

/** Properties of `GpuBatchWorker`. */
export interface GpuBatchWorkerProps extends GpuWorkerProps {
  /**
   * What is counted; with the wrong answer jobs are started twice, or wait for those that run. Needed with `triggers`, and with a `source` that
   * may count either: a `prometheusQuery` without `inFlightQuery`, an `httpJson` without `inFlight`.
   *
   * @default - with any other `source` what it counts: waiting and in flight, or waiting with a `redisList` that has nothing in flight and with RabbitMQ over AMQP
   */
  readonly counted?: CountedJobs;

  /**
   * How the kubelet finds out that the worker has taken its job. Needed with `CountedJobs.WAITING`: until then the job is still counted,
   * and KEDA must not start another worker for it while the first one loads its model.
   *
   * @default - no probe
   */
  readonly jobTaken?: HealthCheck;

  /**
   * How long a pod may run, counted from its arrival on a node, before it is taken for hung and ended. At least `maxJobDuration`.
   *
   * @default - three times the pull of the image and the load of the model, at least 10 minutes; and the longest job and 30 seconds
   */
  readonly activeDeadline?: Duration;

  /**
   * How often a Job starts a new pod in place of one that failed, with growing pauses. 0 or more. A pod that was taken away, as with a
   * spot machine, does not count.
   *
   * @default 3
   * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy
   */
  readonly backoffLimit?: number;

  /**
   * Jobs that succeeded and are kept to look at. 0 or more.
   *
   * @default 5
   */
  readonly successfulJobsHistoryLimit?: number;

  /**
   * Jobs that failed and are kept to look at. 0 or more.
   *
   * @default 5
   */
  readonly failedJobsHistoryLimit?: number;
}

/** KEDA counts the Jobs that it made from a cache: at a faster pace it would make some twice. */
const LEAST_POLLING = 5;

/**
 * GPU workers for jobs that run long or must not be interrupted: each job of the queue is a Kubernetes Job of its own, which starts,
 * does it and ends. No scale-in ever ends one, and neither does a change of the manifests.
 *
 * The worker takes one job, finishes it, acknowledges it and exits with 0; also when there is none left to take. It takes over the jobs
 * of workers that died: for as long as one is not acknowledged, there is a Job for it. With `triggers` of queues, a target other
 * than 1 is refused: by KEDA's own defaults, 5 to 100 jobs have one Job together.
 *
 * Emits a ScaledJob. With a `source` it has one `external` trigger (KEDA has no push for ScaledJobs: the first job waits for a poll); with
 * TLS, a TriggerAuthentication too. A short job is better off with `GpuAutoscaledWorker`, which loads the model once for many.
 *
 * @see https://keda.sh/docs/latest/reference/scaledjob-spec/
 */
export class GpuBatchWorker extends GpuWorker {
  /** The ScaledJob. */
  public readonly scaledJob: keda.ScaledJob;

  /** The scaler that counts the jobs; none with `triggers`. */
  public readonly scaler?: ExternalScaler;

  /** How KEDA proves itself to the scaler; only with TLS. */
  public readonly triggerAuthentication?: keda.TriggerAuthentication;

  /**
   * @throws Error if a value is out of its bounds, the workers do not fit the pool, the scaler cannot read the source, or its
   * broker gives a job away before it may be done
   */
  public constructor(scope: Construct, id: string, props: GpuBatchWorkerProps) {
    super(scope, id, props);
    const { backoffLimit = 3, successfulJobsHistoryLimit = 5, failedJobsHistoryLimit = 5 } = props;
    requireWhole(this, 'backoffLimit', backoffLimit, 0, 2 ** 31 - 1);
    requireWhole(this, 'successfulJobsHistoryLimit', successfulJobsHistoryLimit, 0, 2 ** 31 - 1);
    requireWhole(this, 'failedJobsHistoryLimit', failedJobsHistoryLimit, 0, 2 ** 31 - 1);
    const pollingInterval = this._pollingSeconds(props.pollingInterval, LEAST_POLLING);
    const deadline = this.deadline(props);
    const work = workOf(this, props);
    const scalingStrategy = this.strategy(work, props);
    const jobTaken = props.jobTaken?._action(this);
    // No scale-in: a node of this pool that becomes empty is idle from the end of its last job on.
    props.nodePool._admit(this, { start: this._coldStart.total, grace: this._grace, scaleIn: Duration.seconds(0) });

    const name = this._name(props.metadata, 57, 'Kubernetes names each Job NAME-xxxxx');
    const labels = commonLabels(name, 'worker');
    const { template } = k8s.KubePodTemplate.manifest({
      template: {
        metadata: {
          labels,
          // Karpenter's clock starts where the deadline's does, when the pod arrives on its node.
          annotations: { ...props.nodePool.podAnnotations, 'karpenter.sh/do-not-disrupt': `${deadline}s`, 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' },
        },
        spec: {
          ...workerPod(this, props, { slot: this._slot, grace: this._grace, probes: { readinessProbe: jobTaken && readiness(jobTaken) } }),
          // The deadline of the pod and not of the Job, which would count the wait for a machine too.
          activeDeadlineSeconds: deadline,
          restartPolicy: 'Never',
        },
      },
    });

    if ('scaler' in work) {
      work.source._requireHeld(this, this._grace);
      work.source._requireWakes(this);
      const [weight] = weightsOf(work.source._metadata);
      if (weight !== undefined) {
        refuse(this, 'source', `weighted ${weight}`, 'jobs that count as 1, because each has a Kubernetes Job of its own', 'leave the weight out');
      }
      this.scaler = work.scaler;
      this.triggerAuthentication = scalerAuthentication(this, work.scaler, { name, labels });
    }
    this.scaledJob = new keda.ScaledJob(this, 'Resource', {
      metadata: { ...props.metadata, name, labels: { ...props.metadata?.labels, ...labels } },
      spec: {
        maxReplicaCount: props.maxReplicas,
        pollingInterval,
        successfulJobsHistoryLimit,
        failedJobsHistoryLimit,
        // KEDA's default deletes the running Jobs whenever the ScaledJob changes.
        rollout: { strategy: keda.ScaledJobSpecRolloutStrategy.GRADUAL },
        scalingStrategy,
        jobTargetRef: {
          backoffLimit,
          podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }] },
          podReplacementPolicy: 'Failed',
          template,
        },
        triggers: this.triggers(work),
      },
    });
  }

  private triggers(work: CountedWork | MeasuredWork): keda.ScaledJobSpecTriggers[] {
    if ('triggers' in work) {
      return renderTriggers(this, work.triggers, (trigger, defaultName) => trigger._ofScaledJob(this, defaultName));
    }
    return [{
      type: 'external',
      ...scalerTrigger(this, { ...work, kind: 'ScaledJob', jobsPerReplica: 1, activationThreshold: 0, authentication: this.triggerAuthentication }),
    }];
  }

  /**
   * KEDA's default subtracts all unfinished Jobs from the count, which is right for one that has the jobs in flight in it. `accurate`
   * subtracts only pending ones, right for a count of those that wait; the other way round, jobs wait for those that run, or each that
   * runs is started again at every poll. `eager` starts as many as there may be, for a single job.
   */
  private strategy(
    work: CountedWork | MeasuredWork, { counted: said, jobTaken }: GpuBatchWorkerProps,
  ): keda.ScaledJobSpecScalingStrategy | undefined {
    const counted = 'triggers' in work ? this.countedByTriggers(said) : this.countedBySource(work, said);
    if (counted === CountedJobs.WAITING_AND_IN_FLIGHT) {
      if (jobTaken !== undefined) {
        refuse(this, 'jobTaken', 'a health check', 'nothing where jobs in flight are counted too', 'leave it out');
      }
      return undefined;
    }
    if (jobTaken?._action(this) === undefined) {
      refuse(this, 'jobTaken', undefined, 'a health check that succeeds once the worker has taken its job, because only waiting jobs are counted',
        'set it, or count the jobs in flight too');
    }
    return { strategy: keda.ScaledJobSpecScalingStrategyStrategy.ACCURATE, pendingPodConditions: ['Ready'] };
  }

  private countedByTriggers(said: CountedJobs | undefined): CountedJobs {
    return said ?? refuse(this, 'counted', said, 'a CountedJobs, because triggers are given', 'look up whether the triggers count the jobs that a worker has taken');
  }

  private countedBySource({ scaler, source }: CountedWork, said: CountedJobs | undefined): CountedJobs {
    const leaves = leavesOf(source._metadata);
    const unsaid = leaves.find((leaf) => scaler._countedBy(leaf) === 'unsaid');
    if (unsaid === undefined && said !== undefined) {
      refuse(this, 'counted', said, 'nothing with a source that says what it counts', 'leave it out');
    }
    if (unsaid !== undefined && said === undefined) {
      refuse(this, 'counted', said, `a CountedJobs, because the number of ${unsaid.type} may be of either`,
        'say what it counts, or let the source read the jobs in flight separately');
    }
    const counts = new Set(leaves.map((leaf) => {
      const count = scaler._countedBy(leaf);
      return count === 'unsaid' ? said! : count === 'waiting' ? CountedJobs.WAITING : CountedJobs.WAITING_AND_IN_FLIGHT;
    }));
    if (counts.size > 1) {
      refuse(this, 'source', source._metadata.type, 'parts that all count the jobs in flight, or none of which does', 'let each count them');
    }
    return [...counts][0];
  }

  private deadline(props: GpuBatchWorkerProps): number {
    const { imagePull, modelLoad } = this._coldStart;
    const seconds = props.activeDeadline?.toSeconds({ integral: false })
      ?? startPatience(Duration.seconds(imagePull.toSeconds() + modelLoad.toSeconds())) + this._grace.toSeconds();
    requireSeconds(this, 'activeDeadline', seconds, props.maxJobDuration.toSeconds());
    return seconds;
  }
}
