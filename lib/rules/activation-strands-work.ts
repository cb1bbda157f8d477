import { number } from './manifests/values';
import { Rule } from './rule';

/** Triggers that count jobs: there is always a last one. */
const QUEUES = /^(redis|rabbitmq|aws-sqs|azure-queue|azure-servicebus|kafka|apache-kafka|nats|stan|gcp-pubsub|pulsar|beanstalkd|nsq|activemq|artemis|postgresql|mysql|mssql|mongodb|temporal)/;

export const activationStrandsWork: Rule = {
  name: 'activation-strands-work',
  severity: 'warning',
  summary: 'an activation threshold above 0 on the queue of GPU workers, with a minimum of 0',
  why: 'Activation is strictly "more than": with a threshold of 3 up to three jobs wait for ever.',
  incident: 'https://github.com/kedacore/keda/issues/6478',
  check: ({ scalers }) => scalers.filter(({ isGpu, reachesZero }) => isGpu && reachesZero).flatMap((scaler) => scaler.triggers
    .filter(({ type }) => QUEUES.test(type))
    .flatMap((trigger) => Object.keys(trigger.metadata).filter((key) => key.startsWith('activation') && (number(trigger.metadata[key]) ?? 0) > 0)
      .map((key) => scaler.violation(trigger.at(key), '"0", at which one job wakes the first worker', 'remove it')))),
};
