import { Rule } from './rule';
import { TRIGGER_PARAMETERS } from '../../imports/keda-trigger-parameters';

export const triggerParameterMissing: Rule = {
  name: 'trigger-parameter-missing',
  severity: 'error',
  summary: 'a trigger without a parameter that KEDA needs',
  why: 'KEDA cannot build the trigger. The ScaledObject is not Ready, and nothing is scaled.',
  incident: 'https://github.com/llm-d/llm-d-benchmark/pull/1724',
  check: ({ scalers }) => scalers.flatMap((scaler) => scaler.triggers
    // What a TriggerAuthentication holds is not among the manifests.
    .filter(({ type, spec }) => Object.hasOwn(TRIGGER_PARAMETERS, type) && spec.authenticationRef === undefined)
    .flatMap((trigger) => TRIGGER_PARAMETERS[trigger.type].required.split(' ')
      .filter((name) => name !== '' && trigger.spec.metadata?.[name] === undefined && trigger.metadata[`${name}FromEnv`] === undefined)
      .map((name) => scaler.violation(trigger.at(name), `a value, which the ${trigger.type} trigger needs`, `set ${name}`)))),
};
