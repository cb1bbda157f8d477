import { Duration } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { GpuWorker, GpuWorkerProps } from './gpu-worker';
import { startPatience } from './probes';
import { workerPod } from './worker-pod';
import * as keda from '../../imports/keda.sh';
import { commonLabels } from '../private/names';
import { requireSeconds, requireWhole } from '../private/refuse';
import { scalerAuthentication, scalerTrigger } from '../scaling/scaler-trigger';

/** Properties of `GpuBatchWorker`. */
export interface GpuBatchWorkerProps extends GpuWorkerProps {
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
 * of workers that died: for as long as one is not acknowledged, there is a Job for it.
 *
 * Emits a ScaledJob with one `external` trigger (KEDA has no push for ScaledJobs: the first job waits for a poll); with TLS, a
 * TriggerAuthentication too. A short job is better off with `GpuAutoscaledWorker`, which loads the model once for many.
 *
 * @see https://keda.sh/docs/latest/reference/scaledjob-spec/
 */
export class GpuBatchWorker extends GpuWorker {
  /** The ScaledJob. */
  public readonly scaledJob: keda.ScaledJob;

  /** How KEDA proves itself to the scaler; only with TLS. */
  public readonly triggerAuthentication?: keda.TriggerAuthentication;

  /**
   * @throws Error if a value is out of its bounds, the workers do not fit the pool, or the scaler cannot read the source
   */
  public constructor(scope: Construct, id: string, props: GpuBatchWorkerProps) {
    super(scope, id, props);
    const { backoffLimit = 3, successfulJobsHistoryLimit = 5, failedJobsHistoryLimit = 5 } = props;
    requireWhole(this, 'backoffLimit', backoffLimit, 0, 2 ** 31 - 1);
    requireWhole(this, 'successfulJobsHistoryLimit', successfulJobsHistoryLimit, 0, 2 ** 31 - 1);
    requireWhole(this, 'failedJobsHistoryLimit', failedJobsHistoryLimit, 0, 2 ** 31 - 1);
    const pollingInterval = this._pollingSeconds(props.pollingInterval, LEAST_POLLING);
    const deadline = this.deadline(props);
    // No scale-in: a node of this pool that becomes empty is idle from the end of its last job on.
    props.nodePool._admit(this, this._grace, Duration.seconds(0));

    const name = this._name(props.metadata, 57, 'Kubernetes names each Job NAME-xxxxx');
    const labels = commonLabels(name, 'worker');
    const { template } = k8s.KubePodTemplate.manifest({
      template: {
        metadata: {
          labels,
          // Karpenter's clock starts where the deadline's does, when the pod arrives on its node.
          annotations: { 'karpenter.sh/do-not-disrupt': `${deadline}s`, 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' },
        },
        spec: {
          ...workerPod(props, { slot: this._slot, grace: this._grace, probes: {} }),
          // The deadline of the pod and not of the Job, which would count the wait for a machine too.
          activeDeadlineSeconds: deadline,
          restartPolicy: 'Never',
        },
      },
    });

    this.triggerAuthentication = scalerAuthentication(this, props.scaler.tls, { name, labels });
    this.scaledJob = new keda.ScaledJob(this, 'Resource', {
      metadata: { ...props.metadata, name, labels: { ...props.metadata?.labels, ...labels } },
      spec: {
        maxReplicaCount: props.maxReplicas,
        pollingInterval,
        successfulJobsHistoryLimit,
        failedJobsHistoryLimit,
        // KEDA's default deletes the running Jobs whenever the ScaledJob changes.
        rollout: { strategy: keda.ScaledJobSpecRolloutStrategy.GRADUAL },
        // No scalingStrategy: KEDA's default subtracts all unfinished Jobs from the count, which is right for one that has the jobs in flight
        // in it. `accurate` and `eager` subtract only pending ones, and would make a second Job for each that runs.
        jobTargetRef: {
          backoffLimit,
          podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }] },
          podReplacementPolicy: 'Failed',
          template,
        },
        triggers: [{
          type: 'external',
          ...scalerTrigger(this, {
            kind: 'ScaledJob',
            jobsPerReplica: 1,
            activationThreshold: 0,
            scaler: props.scaler,
            source: props.source,
            authentication: this.triggerAuthentication,
          }),
        }],
      },
    });
  }

  private deadline(props: GpuBatchWorkerProps): number {
    const { imagePull, modelLoad } = this._coldStart;
    const seconds = props.activeDeadline?.toSeconds({ integral: false })
      ?? startPatience(Duration.seconds(imagePull.toSeconds() + modelLoad.toSeconds())) + this._grace.toSeconds();
    requireSeconds(this, 'activeDeadline', seconds, props.maxJobDuration.toSeconds());
    return seconds;
  }
}
