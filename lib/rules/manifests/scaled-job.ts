import { Scaler } from './scaler';

/** A ScaledJob, whose own template its pods are made of. */
export class ScaledJob extends Scaler {
  public get reachesZero(): boolean {
    return this.minReplicas === 0;
  }
}
