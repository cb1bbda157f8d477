import { number } from './manifests/values';
import { Rule } from './rule';
import { JOB_TARGETS } from '../scaling/job-target';

/** How triggers call what one replica answers for: those of queues, and those of metrics. */
const TARGETS = [...new Set([...Object.values(JOB_TARGETS).flat(), 'threshold', 'targetValue', 'value'])];

/** KEDA keeps three decimals of a target: what is below this is 0 to the HPA. */
const LEAST = 0.0005;

export const targetOfZero: Rule = {
  name: 'target-of-zero',
  severity: 'error',
  summary: 'a trigger whose target is 0, or so small that KEDA makes 0 of it',
  why: 'The API server refuses the HPA that KEDA makes of it: the workload goes from 0 to 1 and no further. A ScaledJob starts no Job.',
  incident: 'https://github.com/kedacore/keda/issues/5857',
  check: ({ scalers }) => scalers.flatMap((scaler) => scaler.triggers.filter(({ isExternal }) => !isExternal)
    .flatMap((trigger) => TARGETS.filter((key) => (number(trigger.metadata[key]) ?? LEAST) < LEAST)
      .map((key) => scaler.violation(trigger.at(key), 'more than 0, with three decimals at most: the jobs that one replica answers for', 'set it to what a replica does at a time')))),
};
