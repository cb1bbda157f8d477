import { Construct } from 'constructs';
import { requireJobEach } from './job-target';
import * as keda from '../../imports/keda.sh';
import { refuse, requireText } from '../private/refuse';

/** How the HPA compares a trigger's value with its target. */
export enum TriggerMetricType {
  /** The value divided by the target is the number of replicas: for totals, as of a queue. */
  AVERAGE_VALUE = 'AverageValue',
  /**
   * The value, divided by the target, times the *ready* replicas: for ratios and rates. GPU pods that load a model are not ready for
   * minutes, and the replicas swing.
   */
  VALUE = 'Value',
  /** Percent of the request; only `cpu` and `memory` have it. */
  UTILIZATION = 'Utilization',
}

/** Options of every trigger. */
export interface KedaTriggerOptions {
  /**
   * Name of the trigger, unique in its worker.
   *
   * @default - the trigger's type; with its index if there are several
   */
  readonly triggerName?: string;

  /**
   * The TriggerAuthentication or ClusterTriggerAuthentication that holds the parameters which are not here.
   *
   * @default - none
   */
  readonly authenticationRef?: keda.ScaledObjectSpecTriggersAuthenticationRef;

  /**
   * How the HPA compares the value with the target. Not for a `GpuBatchWorker`, which has no HPA.
   *
   * @default TriggerMetricType.AVERAGE_VALUE; UTILIZATION for `cpu` and `memory`
   */
  readonly metricType?: TriggerMetricType;

  /**
   * Let the HPA see the value of KEDA's last poll instead of asking the source again. Not for `cpu`, `memory` and `cron`, nor for a
   * `GpuBatchWorker`.
   *
   * @default false
   */
  readonly useCachedMetrics?: boolean;
}

/** The triggers that measure the pods themselves: none of them, no measure. */
const RESOURCES = ['cpu', 'memory'];

/** The triggers whose values KEDA does not cache. */
const NOT_CACHED = [...RESOURCES, 'cron'];

/**
 * A trigger of KEDA's own, for workers that need no scaler of ours. `triggers` has a typed class for each of them.
 *
 * What an `ExternalScaler` does and most of them do not: count the jobs in flight, so that running workers are not replaced or given up;
 * push the first job, which waits for a poll otherwise; and answer with an error instead of zero when the source cannot be read.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class KedaTrigger {
  /**
   * A trigger without a class of its own, such as one that is newer than this library.
   *
   * @param type KEDA's name of it
   * @param metadata its parameters
   * @param options what every trigger has
   */
  public constructor(
    /** KEDA's name of it. */
    public readonly type: string,
    private readonly metadata: { [name: string]: string },
    private readonly options: KedaTriggerOptions = {},
  ) {}

  /** Whether it says nothing while there is no pod. @internal */
  public get _measuresPods(): boolean {
    return RESOURCES.includes(this.type);
  }

  /** As a ScaledObject has it. @internal */
  public _ofScaledObject(scope: Construct, defaultName: string): keda.ScaledObjectSpecTriggers {
    const { metricType = this._measuresPods ? TriggerMetricType.UTILIZATION : TriggerMetricType.AVERAGE_VALUE, useCachedMetrics } = this.options;
    if (metricType === TriggerMetricType.UTILIZATION && !this._measuresPods) {
      refuse(scope, `triggers.${this.type}.metricType`, metricType, 'AverageValue or Value', 'leave it out: only cpu and memory have a utilization');
    }
    if (useCachedMetrics && NOT_CACHED.includes(this.type)) {
      refuse(scope, `triggers.${this.type}.useCachedMetrics`, useCachedMetrics, 'nothing, because KEDA does not cache it', 'leave it out');
    }
    return { ...this.common(scope, defaultName), metricType, useCachedMetrics };
  }

  /** As a ScaledJob has it. @internal */
  public _ofScaledJob(scope: Construct, defaultName: string): keda.ScaledJobSpecTriggers {
    const { metricType, useCachedMetrics } = this.options;
    if (metricType !== undefined || useCachedMetrics) {
      refuse(scope, `triggers.${this.type}`, { metricType, useCachedMetrics }, 'neither of them, because KEDA refuses a ScaledJob with one', 'leave them out');
    }
    if (this._measuresPods || this.type === 'external-push') {
      refuse(scope, 'triggers', this.type, 'a trigger that KEDA has for a ScaledJob',
        this._measuresPods ? 'use one that counts jobs' : 'use an ExternalTrigger, which KEDA polls');
    }
    requireJobEach(scope, this.type, this.metadata);
    const { authenticationRef, ...common } = this.common(scope, defaultName);
    return { ...common, authenticationRef: authenticationRef as keda.ScaledJobSpecTriggersAuthenticationRef | undefined };
  }

  private common(scope: Construct, defaultName: string): keda.ScaledObjectSpecTriggers {
    requireText(scope, 'triggers.type', this.type);
    const { triggerName = defaultName, authenticationRef } = this.options;
    return { type: this.type, name: triggerName, metadata: this.metadata, authenticationRef };
  }
}
