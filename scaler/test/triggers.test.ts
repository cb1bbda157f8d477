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

  test('long metadata takes the room of many', () => {
    for (let index = 0; index < 1000; index++) {
      find('worker', `${index}-${'x'.repeat(100_000)}`);
    }
    expect(remembered()).toBeLessThan(220);
    expect([...queues.all()].every(({ description }) => description.length < 1100)).toBe(true); // each is in many lines of the metrics
  });
});
