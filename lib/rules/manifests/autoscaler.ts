import { Manifest } from '../rule';
import { items, number, text } from './values';
import { View } from './view';
import { Workload } from './workload';

/** Metrics that an HPA can read while there is no pod. */
const OUTSIDE_OF_PODS = ['External', 'Object'];

/** A HorizontalPodAutoscaler that somebody has written. */
export class Autoscaler extends View {
  public constructor(object: Manifest, /** What it scales, if that is among the manifests. */ public readonly target?: Workload) {
    super(object);
  }

  /** Replicas; the API server wants them said. */
  public get maxReplicas(): number {
    return number(this.object.spec?.maxReplicas) ?? Infinity;
  }

  /** What it scales on. */
  public get metrics(): readonly Manifest[] {
    return items(this.object.spec?.metrics);
  }

  /** Whether it can tell without a pod that work waits. */
  public get wakes(): boolean {
    return this.metrics.some(({ type }) => OUTSIDE_OF_PODS.includes(text(type)));
  }
}
