import { number } from './manifests/values';
import { Rule } from './rule';
import { cronFault } from '../private/cron-expression';

export const cronWindowRefused: Rule = {
  name: 'cron-window-refused',
  severity: 'error',
  summary: 'a cron trigger that KEDA cannot build: an expression that is none, an end that is the start, or no replicas',
  why: 'KEDA fails to build the trigger, and with it all of the ScaledObject: nothing is scaled. No replicas are those outside of the window.',
  incident: 'https://github.com/kedacore/keda/issues/2031',
  check: ({ scalers }) => scalers.flatMap((scaler) => scaler.triggers.filter(({ type }) => type === 'cron').flatMap((trigger) => {
    const { start, end, desiredReplicas } = trigger.metadata;
    return [
      ...Object.entries({ start, end }).filter(([, expression]) => expression !== undefined && cronFault(expression) !== undefined)
        .map(([field]) => scaler.violation(trigger.at(field), 'a cron expression of five fields, with 0 to 6 for Sunday to Saturday and no range backwards', 'correct it')),
      ...(start !== undefined && start === end ? [scaler.violation(trigger.at('end'), 'another time than start', 'correct it')] : []),
      ...(desiredReplicas !== undefined && !((number(desiredReplicas) ?? 1) > 0)
        ? [scaler.violation(trigger.at('desiredReplicas'), 'at least 1', 'turn the window around: give the replicas to the hours in which there should be some')] : []),
    ];
  })),
};
