import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { cronTrigger, WarmSchedule } from './warm-schedule';
import * as autoscaling from '../../imports/autoscaling.x-k8s.io';
import * as keda from '../../imports/keda.sh';
import { ManifestChecks } from '../checks/manifest-checks';
import { clusterScoped, commonLabels, MAX_SCALED_NAME, objectName, requireNamespace, selectorLabels } from '../private/names';
import { PAUSE_IMAGE, RESTRICTED_CONTAINER, restrictedPod } from '../private/pod-security';
import { refuse, requireWhole } from '../private/refuse';
import { warn } from '../private/warn';
import { GpuWorker } from '../workers/gpu-worker';

/** What holds the spare capacity. */
export enum WarmPoolEngine {
  /** Pods that do nothing and give way: works with every node autoscaler; refilled in seconds after use. */
  PLACEHOLDER_PODS = 'placeholder-pods',
  /**
   * A `CapacityBuffer`: no pods, but Karpenter 1.15 with its feature gate (or another autoscaler that knows the kind); refilled within
   * half a minute after use.
   */
  CAPACITY_BUFFER = 'capacity-buffer',
}

/** Properties of `WarmPool`. */
export interface WarmPoolProps {
  /** The worker that the capacity is kept for. */
  readonly worker: GpuWorker;

  /**
   * Workers' places kept free *on top of* those in use, 0 or more; not a total. Every place costs its GPU by the hour.
   *
   * For N in all, so that busy workers count towards them, placeholders are no means: who takes a place of theirs makes them wait for another
   * node. Set the worker's `minReplicas: N`, which are warm with their models, or `staticNodes` of the pool, which are machines alone.
   */
  readonly spare: number;

  /**
   * What holds the capacity.
   *
   * @default WarmPoolEngine.PLACEHOLDER_PODS
   */
  readonly engine?: WarmPoolEngine;

  /**
   * Times of the week with more places than `spare`. Only with placeholder pods: KEDA cannot scale a CapacityBuffer.
   *
   * @default - none: `spare` at all times
   */
  readonly schedules?: WarmSchedule[];
}

/**
 * -10 is the lowest priority for which Cluster Autoscaler still brings nodes, and Karpenter takes a node with very negative pods for
 * an empty one.
 */
const PLACEHOLDER_PRIORITY = -10;

/** How long KEDA waits after the end of a schedule before it takes the last places away: a few polls. */
const COOLDOWN = { pollingInterval: 15, cooldownPeriod: 60, initialCooldownPeriod: 0 };

/**
 * Nodes that are there before they are needed: the next workers start on them without waiting for a machine.
 *
 * It has a `spare` and no floor, which is a number in all and belongs to what is counted: `minReplicas` of the worker for workers, with their
 * models loaded, and `staticNodes` of the pool for machines.
 *
 * With placeholder pods it emits a PriorityClass and a Deployment of pods that ask for exactly one worker's resources, and give way at
 * once; with schedules a ScaledObject too, which scales them by the clock. Never give them a PodDisruptionBudget: it does not keep them,
 * but blocks the draining of their nodes.
 */
export class WarmPool extends Construct {
  /** The priority of the placeholders; only with placeholder pods. */
  public readonly priorityClass?: k8s.KubePriorityClass;

  /** The placeholders; only with placeholder pods. */
  public readonly deployment?: k8s.KubeDeployment;

  /** What scales the placeholders; only with schedules. */
  public readonly scaledObject?: keda.ScaledObject;

  /** The worker's shape; only with a capacity buffer. */
  public readonly podTemplate?: k8s.KubePodTemplate;

  /** The buffer; only with a capacity buffer. */
  public readonly capacityBuffer?: autoscaling.CapacityBuffer;

  /**
   * @throws Error if `spare`, in a schedule or outside of them, is not a whole number or does not fit the pool; or a schedule is wrong
   */
  public constructor(scope: Construct, id: string, props: WarmPoolProps) {
    super(scope, id);
    ManifestChecks.enforce(this);
    const { worker, spare, engine = WarmPoolEngine.PLACEHOLDER_PODS, schedules = [] } = props;
    requireWhole(this, 'spare', spare, 0);
    requireNamespace(this);
    const triggers = schedules.map((schedule, index) => cronTrigger(this, `schedules[${index}]`, schedule, spare));
    const most = Math.max(spare, ...schedules.map((schedule) => schedule.spare));
    const room = worker.nodePool._room(worker._slot.gpus);
    if (most > room) {
      refuse(this, 'spare', most, `at most ${room}, for which the pool's maxGpus of ${worker.nodePool.maxGpus} has room`,
        'lower it, or raise maxGpus on the pool');
    }
    worker.nodePool._hold(this, 'spare', spare, worker._slot.gpus);
    if (most + worker._maxReplicas > room) {
      warn(this, 'spare', most, `with all ${worker._maxReplicas} workers there is room for ${room - worker._maxReplicas} of these places, and the others wait for machines that the pool does not buy`,
        `lower it, or set maxGpus: ${Math.ceil((most + worker._maxReplicas) * worker._slot.gpus / worker.nodePool.slicesPerGpu)} on the pool`);
    }
    const name = objectName(this, MAX_SCALED_NAME);
    const labels = commonLabels(name, 'warm-pool');
    const podSpec: k8s.PodSpec = {
      ...worker.nodePool.placement,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      // Every second of a placeholder's end is a second of the worker's start.
      terminationGracePeriodSeconds: 0,
      securityContext: restrictedPod(65535),
      containers: [{ name: 'placeholder', image: PAUSE_IMAGE, imagePullPolicy: 'IfNotPresent', resources: worker._slot.resources(), securityContext: RESTRICTED_CONTAINER }],
    };

    if (engine === WarmPoolEngine.CAPACITY_BUFFER) {
      if (schedules.length > 0) {
        refuse(this, 'schedules', schedules.length, 'none with a CapacityBuffer, which KEDA cannot scale', 'leave out engine, for placeholder pods');
      }
      this.podTemplate = new k8s.KubePodTemplate(this, 'PodTemplate', { metadata: { name, labels }, template: { metadata: { labels }, spec: podSpec } });
      this.capacityBuffer = new autoscaling.CapacityBuffer(this, 'CapacityBuffer', {
        metadata: { name, labels },
        spec: { podTemplateRef: { name }, replicas: spare },
      });
      return;
    }
    this.priorityClass = clusterScoped(new k8s.KubePriorityClass(this, 'PriorityClass', {
      metadata: { name, labels },
      value: PLACEHOLDER_PRIORITY,
      preemptionPolicy: 'Never',
      globalDefault: false,
      description: 'Places kept free for GPU workers: gives way to every pod of a higher priority',
    }));
    this.deployment = new k8s.KubeDeployment(this, 'Resource', {
      metadata: { name, labels },
      spec: {
        // With schedules they belong to KEDA.
        replicas: schedules.length === 0 ? spare : undefined,
        selector: { matchLabels: selectorLabels(name) },
        strategy: { type: 'Recreate' },
        revisionHistoryLimit: 1,
        template: { metadata: { labels }, spec: { ...podSpec, priorityClassName: name } },
      },
    });
    if (schedules.length > 0) {
      const atOnce = { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [{ type: 'Pods', value: most, periodSeconds: 15 }] };
      this.scaledObject = new keda.ScaledObject(this, 'ScaledObject', {
        metadata: { name, labels },
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
          minReplicaCount: spare,
          maxReplicaCount: most,
          // With a minimum there is nothing to cool down, and KEDA warns about the setting.
          ...(spare === 0 ? COOLDOWN : {}),
          advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleUp: atOnce, scaleDown: atOnce } } },
          triggers: triggers.map((trigger, index) => trigger._ofScaledObject(this, `schedule-${index}`)),
        },
      });
    }
  }
}
