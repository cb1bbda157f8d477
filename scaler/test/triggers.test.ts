import { memory, ref, silent } from './support';
import { Queues } from '../src/queues';
import { SourceRegistry } from '../src/sources/registry';
import { TargetOverrides } from '../src/target-overrides';
import { Triggers } from '../src/triggers';

describe('what is remembered of triggers', () => {
  let queues: Queues;
  let triggers: Triggers;

  beforeEach(() => {
    queues = new Queues(new SourceRegistry({ connections: {} }, silent));
    triggers = new Triggers(queues, new TargetOverrides(undefined, silent));
  });

  const find = (name: string, queue: string = name) => triggers.find(ref(memory(queue), {}, name));
  const remembered = () => [...queues.all()].length;

  test('a trigger is read once, whatever else is asked for', () => {
    const first = find('first');
    for (let index = 0; index < 10_000; index++) {
      find(`worker-${index}`);
    }
    expect(find('first')).toBe(first);
    expect(remembered()).toBe(10_001);
  });

  test('of more than there is room for, those in use stay', () => {
    const first = find('first');
    const second = find('second');
    for (let index = 0; index < 20_000; index++) {
      find(`worker-${index}`);
      expect(find('first')).toBe(first);
    }
    expect(remembered()).toBeLessThan(16_000);
    expect(find('second')).not.toBe(second);
  });

  test('one is another with each change of its metadata, in whatever order that comes', () => {
    const { scalerMetadata } = ref(memory('trial'));
    const reordered = Object.fromEntries(Object.entries(scalerMetadata).reverse());
    const of = (metadata: typeof scalerMetadata) => triggers.find({ namespace: 'ml-platform', name: 'worker', scalerMetadata: metadata });
    const first = of(scalerMetadata);
    expect(of(reordered)).toBe(first);
    expect(of({ ...reordered, jobsPerReplica: '7' }).metadata.jobsPerReplica).toBe(7);
    expect(of(scalerMetadata).metadata.jobsPerReplica).toBe(5);
    const { scalerAddress, ...fewer } = scalerMetadata;
    of(fewer);
    expect(() => of({ ...fewer, constructor: 'a' })).toThrow('constructor: unknown metadata key');
  });

  test('those of two objects, and of one, are two', () => {
    expect(find('first', 'trial')).not.toBe(find('second', 'trial'));
    const [jobs, more] = ['jobs', 'more'].map((triggerId) => triggers.find(ref(memory(), { triggerId })));
    expect(triggers.find(ref(memory(), { triggerId: 'jobs' }))).toBe(jobs);
    expect(triggers.find(ref(memory(), { triggerId: 'more' }))).toBe(more);
  });

  test('long metadata takes the room of many', () => {
    for (let index = 0; index < 1000; index++) {
      find('worker', `${index}-${'x'.repeat(100_000)}`);
    }
    expect(remembered()).toBeLessThan(220);
    expect([...queues.all()].every(({ description }) => description.length < 1100)).toBe(true); // each is in many lines of the metrics
  });
});
