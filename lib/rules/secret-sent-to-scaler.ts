import { Rule } from './rule';

const SECRET = /(password|secret|token|apikey|credential|connectionstring)fromenv$/i;

export const secretSentToScaler: Rule = {
  name: 'secret-sent-to-scaler',
  severity: 'warning',
  summary: 'an external trigger that takes a secret from the environment of the workload',
  why: 'KEDA puts the value itself into the metadata of every call to the external scaler, where logs and traces find it.',
  incident: 'https://github.com/kedacore/keda/issues/2571',
  check: ({ scalers }) => scalers.flatMap((scaler) => scaler.triggers.filter(({ isExternal }) => isExternal)
    .flatMap((trigger) => Object.keys(trigger.metadata).filter((key) => SECRET.test(key))
      .map((key) => scaler.violation(trigger.at(key), 'no secret in the metadata', 'give the secret to the scaler itself, and name it here')))),
};
