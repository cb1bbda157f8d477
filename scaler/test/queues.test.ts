import { memory, silent } from './support';
import { Queues } from '../src/queues';
import { SourceRegistry } from '../src/sources/registry';

describe('Queues', () => {
  const described = (queues: Queues) => [...queues.all()].map(({ description }) => description);
  const newQueues = () => new Queues(new SourceRegistry({ connections: {} }, silent));

  test('has one queue for each source, whoever asks for it', () => {
    const queues = newQueues();
    const queue = queues.of(memory('a'));
    expect(queues.of(memory('a'))).toBe(queue);
    queues.of({ type: 'max', sources: [memory('a'), { type: 'weighted', source: memory('b'), weight: 2 }] });
    expect(described(queues)).toEqual(['embedded queue a', 'embedded queue b']);
    expect(queues.of(memory('a'))).toBe(queue);
  });

  test('keeps what is used, also as a part, and forgets the rest', () => {
    const queues = newQueues();
    const whole = { type: 'sum' as const, sources: [memory('a'), { type: 'pending-to-running' as const, source: memory('b'), ratio: 2 }] };
    [whole, memory('c'), memory('d')].forEach((source) => queues.of(source));
    queues.keepOnly([whole, memory('d')]);
    expect(described(queues)).toEqual(['embedded queue a', 'embedded queue b', 'embedded queue d']);
    queues.keepOnly([]);
    expect(described(queues)).toEqual([]);
  });
});
