import { Rule } from './rule';

export const defaultGracePeriod: Rule = {
  name: 'default-grace-period',
  severity: 'warning',
  summary: 'GPU workers of a ScaledObject or an HPA without terminationGracePeriodSeconds',
  why: 'Scaling in ends busy workers too. The default of 30 seconds cuts every longer job, which then starts again from the beginning.',
  incident: 'https://github.com/kedacore/keda/issues/3674',
  check: ({ scalings }) => scalings.filter(({ target }) => target.isGpu && target.pod.terminationGracePeriodSeconds === undefined)
    .map(({ target }) => target.violation([...target.podPath, 'terminationGracePeriodSeconds'], 'the longest job and what it takes to close', 'set it, and let the worker take no further job on SIGTERM')),
};
