import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { refuse } from '../private/refuse';

/** How many jobs one replica answers for: said so, or by how long a job may wait. */
export interface ReplicaLoad {
  readonly jobsPerReplica?: number;
  readonly waitTarget?: Duration;
  readonly jobDuration?: Duration;
  readonly maxJobDuration: Duration;
}

/**
 * Jobs that one replica answers for. Of those that it has, it works on one: the last waits for all others, so that with
 * `1 + floor(waitTarget / jobDuration)` none waits for longer than `waitTarget`.
 *
 * @throws Error unless either the number or both times are given, and the times agree
 */
export function jobsPerReplicaOf(worker: Construct, { jobsPerReplica, waitTarget, jobDuration, maxJobDuration }: ReplicaLoad): number {
  if (waitTarget === undefined && jobDuration === undefined) {
    return jobsPerReplica ?? refuse(worker, 'jobsPerReplica', jobsPerReplica, 'a number of at least 0.001', 'set how many jobs one replica answers for, or waitTarget and jobDuration');
  }
  if (jobsPerReplica !== undefined) {
    refuse(worker, 'jobsPerReplica', jobsPerReplica, 'nothing beside waitTarget and jobDuration, which it follows from', 'leave out it or those');
  }
  if (waitTarget === undefined || jobDuration === undefined) {
    refuse(worker, waitTarget === undefined ? 'waitTarget' : 'jobDuration', undefined, 'waitTarget and jobDuration together', 'set both, or jobsPerReplica');
  }
  const job = jobDuration.toMilliseconds({ integral: false });
  if (!(job > 0 && job <= maxJobDuration.toMilliseconds())) {
    refuse(worker, 'jobDuration (seconds)', job / 1000, `more than 0 and at most maxJobDuration, ${maxJobDuration.toSeconds()}`, 'correct one of the two');
  }
  const wait = waitTarget.toMilliseconds({ integral: false });
  if (!(wait < Infinity)) {
    refuse(worker, 'waitTarget (seconds)', wait / 1000, 'a number of at least 0', 'correct it');
  }
  return 1 + Math.floor(wait / job);
}
