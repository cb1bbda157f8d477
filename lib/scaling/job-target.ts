import { Construct } from 'constructs';
import { refuse } from '../private/refuse';

const STREAMS = ['pendingEntriesCount', 'streamLength', 'lagCount'];

/** How KEDA's triggers of queues call the jobs that one replica answers for. Left out, it is 5 to 100. */
export const JOB_TARGETS: { readonly [type: string]: readonly string[] } = {
  'activemq': ['targetQueueSize'],
  'apache-kafka': ['lagThreshold'],
  'artemis-queue': ['queueLength'],
  'aws-sqs-queue': ['queueLength'],
  'azure-queue': ['queueLength'],
  'azure-servicebus': ['messageCount'],
  'beanstalkd': ['value'],
  'gcp-cloudtasks': ['value'],
  'gcp-pubsub': ['value', 'subscriptionSize'],
  'ibmmq': ['queueDepth'],
  'kafka': ['lagThreshold'],
  'mongodb': ['queryValue'],
  'mssql': ['targetValue'],
  'mysql': ['queryValue'],
  'nats-jetstream': ['lagThreshold'],
  'nsq': ['depthThreshold'],
  'postgresql': ['targetQueryValue'],
  'pulsar': ['msgBacklogThreshold'],
  'rabbitmq': ['value', 'queueLength'],
  'redis': ['listLength'],
  'redis-cluster': ['listLength'],
  'redis-sentinel': ['listLength'],
  'redis-streams': STREAMS,
  'redis-cluster-streams': STREAMS,
  'redis-sentinel-streams': STREAMS,
  'solace-event-queue': ['messageCountTarget'],
  'temporal': ['targetQueueSize'],
};

/** Refuses a trigger of a queue by which several jobs would have one Kubernetes Job together, or one job several. */
export function requireJobEach(scope: Construct, type: string, metadata: { readonly [name: string]: string }): void {
  const names = JOB_TARGETS[type] ?? [];
  const given = names.filter((name) => metadata[name] !== undefined);
  const wrong = given.length === 0 ? names[0] : given.find((name) => Number(metadata[name]) !== 1);
  if (wrong !== undefined) {
    refuse(scope, `triggers.${type}.${wrong}`, metadata[wrong], '1, because a worker does one job and ends', 'set it to 1');
  }
}
