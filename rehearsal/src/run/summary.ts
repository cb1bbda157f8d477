import { RecordedNode, Recording, Sample } from './recording';

/** What came out, in figures. Times in seconds of the story. */
export interface Summary {
  readonly jobs: number;
  readonly jobsDone: number;
  /** Times that a worker was killed while it worked on a job. */
  readonly jobsKilled: number;
  /** Jobs that had to be done again because of it. */
  readonly jobsRetried: number;
  /** From a job's arrival until a worker begins; nothing if no job was begun. */
  readonly waitP50?: number;
  readonly waitP95?: number;
  readonly waitP99?: number;
  readonly maxReplicas: number;
  /** From the first job to the first worker's pod, to its readiness, to as many replicas as the deepest queue asked for, and to as many ready workers. */
  readonly firstPod?: number;
  readonly firstReady?: number;
  readonly neededReplicas: number;
  readonly timeToNeededReplicas?: number;
  readonly timeToNeededWorkers?: number;
  /** GPUs of the machines, from launch to end. */
  readonly gpuHours: number;
  /** Those of them whose worker had no job, and those without a worker. */
  readonly idleGpuHours: number;
  readonly nodeHours: { readonly [instanceType: string]: number };
  readonly dollars: number;
  readonly nodesAtEnd: number;
  readonly duration: number;
}

const HOUR = 3600;

/** Sums a recording up. */
export function summarize(recording: Recording): Summary {
  const { jobs, pods, nodes, samples } = recording;
  const end = recording.ended ?? samples.at(-1)?.time ?? 0;
  const waits = jobs.filter(({ started }) => started !== undefined).map(({ arrival, started }) => started! - arrival).sort((a, b) => a - b);
  const lasted = ({ launched, gone }: RecordedNode) => Math.max(0, (gone ?? end) - launched);
  const gpuSeconds = nodes.reduce((sum, node) => sum + lasted(node) * node.gpus, 0);
  // A worker that has a job keeps all its GPUs, however many jobs it has.
  const busySeconds = pods.reduce((sum, { busy = 0, gpus }) => sum + busy * gpus, 0);
  const nodeHours: { [type: string]: number } = {};
  for (const node of nodes) {
    nodeHours[node.instanceType] = (nodeHours[node.instanceType] ?? 0) + lasted(node) / HOUR;
  }
  const deepest = Math.max(0, ...samples.map(({ waiting, inFlight }) => waiting + inFlight).filter(Number.isFinite));
  const neededReplicas = Math.min(recording.maxReplicas, Math.ceil(deepest / recording.jobsPerReplica));
  const firstJob = jobs.at(0)?.arrival ?? 0; // jobs are in the order of their arrival
  // A pod that was gone before the first job did nothing for it; one that was there already took no time.
  const useful = pods.filter(({ gone }) => gone === undefined || gone >= firstJob);
  const since = (time: number) => Math.max(0, time - firstJob);
  const first = (times: (number | undefined)[]) => times.filter((time) => time !== undefined).map(since).sort((a, b) => a - b)[0];
  const enough = (sample: Sample, value: number) => neededReplicas > 0 && sample.time >= firstJob && value >= neededReplicas;
  const reached = (value: (sample: Sample) => number) => first([samples.find((sample) => enough(sample, value(sample)))?.time]);
  return {
    jobs: jobs.length,
    jobsDone: jobs.filter(({ done }) => done !== undefined).length,
    jobsKilled: jobs.reduce((sum, { kills }) => sum + kills, 0),
    jobsRetried: jobs.filter(({ kills }) => kills > 0).length,
    waitP50: percentile(waits, 0.5),
    waitP95: percentile(waits, 0.95),
    waitP99: percentile(waits, 0.99),
    maxReplicas: Math.max(0, ...samples.map(({ desired }) => desired)),
    firstPod: first(useful.map(({ created }) => created)),
    firstReady: first(useful.map(({ ready }) => ready)),
    neededReplicas,
    timeToNeededReplicas: reached(({ desired }) => desired),
    timeToNeededWorkers: reached(({ pods: { ready } }) => ready),
    gpuHours: gpuSeconds / HOUR,
    idleGpuHours: Math.max(0, gpuSeconds - busySeconds) / HOUR,
    nodeHours,
    dollars: nodes.reduce((sum, node) => sum + lasted(node) / HOUR * node.usdPerHour, 0),
    nodesAtEnd: nodes.filter(({ gone }) => gone === undefined).length,
    duration: end,
  };
}

/**
 * The smallest value that at least this part of all values does not exceed; nothing of nothing.
 *
 * @param sorted ascending
 * @param part 0 to 1
 */
export function percentile(sorted: readonly number[], part: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
}
