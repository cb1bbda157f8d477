import { Readings } from './queue';
import { outstanding, Reading } from './sources/source';
import { TracedWork } from './tracing';
import { CompositeMetadata, CompositeType } from '../../lib/contract';

type Combine<T> = (readings: ReadonlyArray<Required<Reading>>, metadata: T) => Reading;

/** How the readings of the parts become one. */
const COMBINE: { readonly [T in CompositeType]: Combine<Extract<CompositeMetadata<unknown>, { readonly type: T }>> } = {
  'max': (readings) => readings.reduce((most, reading) => (outstanding(reading) > outstanding(most) ? reading : most)),
  'sum': (readings) => readings.reduce((sum, { waiting, inFlight }) => ({ waiting: sum.waiting + waiting, inFlight: sum.inFlight + inFlight })),
  'weighted': ([{ waiting, inFlight }], { weight }) => ({ waiting: waiting * weight, inFlight: inFlight * weight }),
  // What is missing in flight counts as waiting, so that all together is the greater of the two.
  'pending-to-running': ([{ waiting, inFlight }], { ratio }) => ({ waiting: Math.max(0, waiting / ratio - inFlight), inFlight }),
};

/** Queues put together. It remembers nothing itself, so that it is as new as its parts are, and fails with any of them. */
export class Composite implements Readings {
  public constructor(private readonly metadata: CompositeMetadata<unknown>, private readonly parts: readonly Readings[]) {}

  public get description(): string {
    return `${this.metadata.type}(${this.parts.map(({ description }) => description).join(', ')})`;
  }

  public async read(traced?: TracedWork): Promise<Reading> {
    const combine = COMBINE[this.metadata.type] as Combine<CompositeMetadata<unknown>>;
    const readings = await Promise.all(this.parts.map((part) => part.read(traced)));
    return combine(readings.map(({ waiting, inFlight = 0 }) => ({ waiting, inFlight })), this.metadata);
  }

  public watch(onChange: () => void): () => void {
    const ends = this.parts.map((part) => part.watch(onChange));
    return () => ends.forEach((end) => end());
  }
}
