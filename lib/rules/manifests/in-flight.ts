import { Trigger } from './trigger';

/** Metrics of what waits at inference servers. */
const WAITING = /\b(vllm[:_]num_requests_waiting|sglang[:_]num_queue_reqs|tgi_queue_size|nv_inference_pending_request_count)\b/;

/** Words by which queries and lists name what is worked on. */
const IN_FLIGHT = /running|in_?flight|active|ongoing|processing|batch_current_size/i;

/** What a trigger would have to say to count what is worked on too. */
export interface WaitingOnly {
  /** The entry of its metadata that leaves it out. */
  readonly key: string;
  readonly expected: string;
  readonly fix: string;
}

/** Triggers that count what is worked on, unless they are told otherwise. */
const COUNT_IN_FLIGHT = ['aws-sqs-queue', 'nats-jetstream', 'rabbitmq'];

/** Whether a trigger counts what is worked on too, as far as can be told. */
export function countsInFlight(trigger: Trigger): boolean {
  return COUNT_IN_FLIGHT.includes(trigger.type) && waitingOnly(trigger) === undefined && (trigger.type !== 'rabbitmq' || protocolOf(trigger.metadata) === 'http');
}

/** Why a trigger counts only work that waits; nothing if it counts more, or that cannot be told. */
export function waitingOnly({ type, metadata, queries, isOfQueries }: Trigger): WaitingOnly | undefined {
  switch (type) {
    case 'redis':
    case 'redis-cluster':
    case 'redis-sentinel':
      // The length of a list, from which a worker has taken its job.
      return IN_FLIGHT.test(metadata.listName ?? '') ? undefined
        : { key: 'listName', expected: 'the jobs that are taken too', fix: 'let workers move a job to a second list until it is done, and add a trigger on that' };
    case 'redis-streams':
    case 'redis-cluster-streams':
    case 'redis-sentinel-streams':
      return metadata.lagCount === undefined ? undefined
        : { key: 'lagCount', expected: 'lag and pending entries both', fix: 'add a second trigger with pendingEntriesCount' };
    case 'aws-sqs-queue':
      return metadata.scaleOnInFlight !== 'false' ? undefined
        : { key: 'scaleOnInFlight', expected: '"true"', fix: 'remove it: messages in flight count by default' };
    case 'rabbitmq':
      return waitingOnlyOfRabbitmq(metadata);
    default:
      return isOfQueries && queries.every(({ text }) => WAITING.test(text) && !IN_FLIGHT.test(text))
        ? { key: queries[0].key, expected: 'what waits and what runs, such as sum(vllm:num_requests_waiting) + sum(vllm:num_requests_running)', fix: 'add the requests that run' }
        : undefined;
  }
}

/** Over AMQP KEDA is told of messages that are ready, and over HTTP of those unacknowledged too. */
function waitingOnlyOfRabbitmq(metadata: Trigger['metadata']): WaitingOnly | undefined {
  if (protocolOf(metadata) === 'amqp') {
    return { key: 'protocol', expected: '"http", which counts unacknowledged messages too', fix: 'set protocol: http, and name the address of the management plugin' };
  }
  return metadata.excludeUnacknowledged !== 'true' ? undefined
    : { key: 'excludeUnacknowledged', expected: '"false"', fix: 'remove it: unacknowledged messages count by default' };
}

/** How KEDA asks RabbitMQ; nothing where the address says it, and is in a Secret. */
function protocolOf({ protocol = 'auto', host = '' }: Trigger['metadata']): string | undefined {
  return protocol === 'auto' ? /^(amqp|http)s?:/.exec(host)?.[1] : protocol;
}
