import { Rule } from './rule';

export const bufferRefused: Rule = {
  name: 'buffer-refused',
  severity: 'error',
  summary: 'a CapacityBuffer without podTemplateRef and scalableRef, with both, or with a podTemplateRef and neither replicas nor limits',
  why: 'The API server refuses it, or the buffer never becomes ready: nothing is kept free.',
  incident: 'https://github.com/kubernetes/autoscaler/pull/9131',
  check: (manifests) => manifests.all('CapacityBuffer').flatMap((buffer) => {
    const { podTemplateRef, scalableRef, replicas, limits } = buffer.object.spec ?? {};
    if ((podTemplateRef === undefined) === (scalableRef === undefined)) {
      return [buffer.violation(['spec', 'podTemplateRef'], 'either podTemplateRef or scalableRef', podTemplateRef === undefined ? 'name what the pods are like' : 'remove one of them')];
    }
    return podTemplateRef === undefined || replicas !== undefined || limits !== undefined ? []
      : [buffer.violation(['spec', 'replicas'], 'replicas or limits beside a podTemplateRef', 'set replicas to the pods that should find room at once')];
  }),
};
