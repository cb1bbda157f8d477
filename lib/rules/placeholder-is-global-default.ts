import { placeholders } from './manifests/placeholders';
import { Rule } from './rule';

export const placeholderIsGlobalDefault: Rule = {
  name: 'placeholder-is-global-default',
  severity: 'error',
  summary: 'placeholder pods whose PriorityClass is the default of the cluster',
  why: 'Every new pod that names no class gets the priority of a placeholder, workers too: nothing gives way to them, and they wait for a machine beside a GPU that is kept free.',
  incident: 'https://github.com/codecentric/cluster-overprovisioner/issues/13',
  check: (manifests) => placeholders(manifests).filter(({ priority }) => priority.object.globalDefault === true)
    .map(({ priority }) => priority.violation(['globalDefault'], 'false', 'set globalDefault: false; without a default the priority of a pod is 0')),
};
