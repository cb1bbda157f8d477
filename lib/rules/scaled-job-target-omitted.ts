import { Rule } from './rule';
import { TRIGGER_PARAMETERS } from '../../imports/keda-trigger-parameters';
import { JOB_TARGETS } from '../scaling/job-target';

export const scaledJobTargetOmitted: Rule = {
  name: 'scaled-job-target-omitted',
  severity: 'warning',
  summary: 'a ScaledJob with GPUs whose trigger does not say how many messages one Job does',
  why: 'By default KEDA starts a Job for 5 to 100 messages, depending on the queue. Jobs that do one and end leave the others to wait for the next of them.',
  incident: 'https://github.com/kedacore/keda-docs/pull/346',
  check: ({ scaledJobs }) => scaledJobs.filter(({ isGpu }) => isGpu).flatMap((job) => job.triggers.flatMap((trigger) => {
    // One that KEDA demands is told by trigger-parameter-missing.
    const demanded = TRIGGER_PARAMETERS[trigger.type]?.required.split(' ') ?? [];
    const names = (JOB_TARGETS[trigger.type] ?? []).filter((name) => !demanded.includes(name));
    return names.length === 0 || names.some((name) => trigger.metadata[name] !== undefined) ? []
      : [job.violation(trigger.at(names[0]), '"1", where a Job does one message', 'set it to the messages that a Job does before it ends')];
  })),
};
