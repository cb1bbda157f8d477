import { Recording } from '../run/recording';
import { Summary } from '../run/summary';

/** A moment that every chart marks. */
export interface Milestone {
  /** Seconds of the story. */
  readonly time: number;
  readonly text: string;
}

/** The moments that tell the story, in their order; those that did not come are left out. */
export function milestonesOf(recording: Recording, summary: Summary): Milestone[] {
  const { jobs, nodes, samples, events } = recording;
  const { neededReplicas, firstPod, firstReady, timeToNeededReplicas } = summary;
  const allDone = jobs.length > 0 && summary.jobsDone === jobs.length;
  const launched = nodes.map((node) => node.launched).filter((time) => time > 0);
  const lastScale = events.filter(({ kind }) => kind === 'scale').at(-1);
  const gone = nodes.map((node) => node.gone).filter((time) => time !== undefined);
  const candidates: readonly (readonly [number | undefined, string])[] = [
    [firstPod, 'first worker pod'],
    [launched.length === 0 ? undefined : Math.min(...launched), 'first machine launched'],
    [timeToNeededReplicas, `${neededReplicas} replicas asked for, as many as the queue needs`],
    [firstReady, 'first worker ready'],
    [neededReplicas < 2 ? undefined : samples.find(({ pods }) => pods.ready >= neededReplicas)?.time, `${neededReplicas} workers ready`],
    [allDone ? Math.max(...jobs.map(({ done }) => done!)) : undefined, 'last job done'],
    [lastScale?.time, `last change of replicas, ${lastScale?.text.replace('replicas ', '')}`],
    [gone.length === 0 ? undefined : Math.max(...gone), 'last machine gone of those that go'],
  ];
  return candidates.flatMap(([time, text]) => time === undefined ? [] : [{ time, text }]).sort((a, b) => a.time - b.time);
}
