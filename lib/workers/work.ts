import { Construct } from 'constructs';
import { GpuWorkerProps } from './gpu-worker';
import { refuse } from '../private/refuse';
import { ExternalScaler } from '../scaling/external-scaler';
import { KedaTrigger } from '../scaling/keda-trigger';
import { MetricSource } from '../scaling/metric-source';

/** Jobs that our scaler counts. */
export interface CountedWork {
  readonly scaler: ExternalScaler;
  readonly source: MetricSource;
}

/** Whatever triggers of KEDA's own measure. */
export interface MeasuredWork {
  readonly triggers: readonly KedaTrigger[];
}

/**
 * What a worker is scaled on.
 *
 * @throws Error unless it is either a source, with a scaler or that of the chart, or triggers
 */
export function workOf(worker: Construct, { scaler, connections, source, triggers }: GpuWorkerProps): CountedWork | MeasuredWork {
  if (triggers === undefined) {
    if (source === undefined) {
      refuse(worker, 'source', undefined, 'a source, or triggers', 'set one of the two');
    }
    const counting = scaler ?? ExternalScaler._sharedBy(worker);
    counting._connect(worker, connections ?? {});
    return { scaler: counting, source };
  }
  if (scaler !== undefined || connections !== undefined || source !== undefined) {
    refuse(worker, 'triggers', types(triggers), 'nothing beside scaler, connections and source, which are a trigger', 'leave out triggers, or those');
  }
  if (triggers.length === 0) {
    refuse(worker, 'triggers', triggers, 'at least one', 'add a trigger, or use a source');
  }
  return { triggers };
}

/**
 * Renders triggers of KEDA's own, each under a name of its own.
 *
 * @throws Error if two have one name
 */
export function renderTriggers<T extends { readonly name?: string }>(
  scope: Construct, triggers: readonly KedaTrigger[], render: (trigger: KedaTrigger, defaultName: string) => T,
): T[] {
  const rendered = triggers.map((trigger, index) => render(trigger, triggers.length === 1 ? trigger.type : `${trigger.type}-${index}`));
  const names = rendered.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    refuse(scope, 'triggers.triggerName', twice, 'a name of its own for each trigger', 'rename one');
  }
  return rendered;
}

/** Refuses an option that only a scaler of ours has a use for. */
export function refuseBesideTriggers(scope: Construct, what: string, value: unknown): void {
  if (value !== undefined) {
    refuse(scope, what, value, 'nothing beside triggers, which have targets of their own', 'set it on the trigger');
  }
}

function types(triggers: readonly KedaTrigger[]): string[] {
  return triggers.map(({ type }) => type);
}
