import { placeholders } from './manifests/placeholders';
import { Rule } from './rule';

/** More than a placeholder can have to do. Seconds. */
const MOST = 5;

export const placeholderEndsSlowly: Rule = {
  name: 'placeholder-ends-slowly',
  severity: 'warning',
  summary: 'placeholder pods with a grace period',
  why: 'The worker waits until the placeholder has ended: by default 30 seconds, if its process ignores SIGTERM.',
  incident: 'https://github.com/kubernetes/autoscaler/pull/5097',
  check: (manifests) => placeholders(manifests).filter(({ workload }) => workload.grace > MOST)
    .map(({ workload }) => workload.violation([...workload.podPath, 'terminationGracePeriodSeconds'], '0', 'set terminationGracePeriodSeconds: 0')),
};
