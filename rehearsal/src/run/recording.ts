/** What a rehearsal was, as plain data: the summary and the report are made of it. Times are seconds of the story after the first job. */

/** One look at everything. */
export interface Sample {
  readonly time: number;
  readonly waiting: number;
  readonly inFlight: number;
  /** `spec.replicas` of the worker's Deployment. */
  readonly desired: number;
  readonly pods: { readonly pending: number; readonly starting: number; readonly ready: number; readonly terminating: number };
  /** Machines by instance type. */
  readonly nodes: { readonly [instanceType: string]: number };
}

/** Something worth a mark on the line. */
export interface RecordedEvent {
  readonly time: number;
  readonly kind: 'activation' | 'scale' | 'pod' | 'node' | 'preemption' | 'killed' | 'fault' | 'end';
  readonly text: string;
}

/** A job and what became of it. */
export interface RecordedJob {
  readonly arrival: number;
  /** Work on one worker. */
  readonly service: number;
  /** When a worker began, the last time. */
  started?: number;
  done?: number;
  /** How often a worker was killed while it worked on it. */
  kills: number;
}

/** A worker's pod. */
export interface RecordedPod {
  readonly name: string;
  readonly gpus: number;
  created: number;
  bound?: number;
  ready?: number;
  gone?: number;
  /** Seconds in which it worked on at least one job; nothing before it was ready. */
  busy?: number;
}

/** A machine, from its launch to its end. */
export interface RecordedNode {
  readonly name: string;
  readonly instanceType: string;
  readonly gpus: number;
  readonly usdPerHour: number;
  launched: number;
  gone?: number;
}

/** The whole. */
export interface Recording {
  readonly title: string;
  readonly speed: number;
  readonly jobsPerReplica: number;
  readonly maxReplicas: number;
  /** What stood for what, a line each. */
  readonly exchanges: readonly string[];
  /** What the speed distorts. */
  readonly distortions: readonly string[];
  /** Versions of what was real. */
  readonly versions: { readonly [part: string]: string };
  readonly samples: Sample[];
  readonly events: RecordedEvent[];
  readonly jobs: RecordedJob[];
  readonly pods: RecordedPod[];
  readonly nodes: RecordedNode[];
  /** When it ended. */
  ended?: number;
}

/**
 * Begins the story at a moment of the recording: what was before is forgotten, and what is there already, such as a warm pool, counts from then on.
 *
 * @param zero the moment, in seconds of the recording until now
 */
export function startAt(recording: Recording, zero: number): void {
  recording.samples.splice(0);
  recording.events.splice(0);
  const there = <T extends { gone?: number }>(all: T[]) => all.splice(0).filter(({ gone }) => gone === undefined);
  recording.nodes.push(...there(recording.nodes));
  recording.nodes.forEach((node) => node.launched = 0);
  recording.pods.push(...there(recording.pods));
  for (const pod of recording.pods) {
    pod.created -= zero;
    pod.bound = pod.bound === undefined ? undefined : pod.bound - zero;
    pod.ready = pod.ready === undefined ? undefined : pod.ready - zero;
  }
}
