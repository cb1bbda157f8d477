import { Broker } from './broker';
import { Mode, TcpProxy } from '../../../test/support/tcp-proxy';

/** Something that goes wrong with a broker, or on the way to it. */
export interface Fault {
  /** Ends the sentence: "a broker ..." */
  readonly title: string;
  /** Whether calls are answered right meanwhile; else each of them is an error. */
  readonly isHarmless?: boolean;
  /** Whether this can be done to the broker. */
  readonly applies?: (broker: Broker) => boolean;
  break(broker: Broker, way: TcpProxy): Promise<void>;
  mend(broker: Broker, way: TcpProxy): Promise<void>;
}

function onTheWay(title: string, mode: Mode, more: Pick<Fault, 'isHarmless'> = {}): Fault {
  return {
    title,
    ...more,
    break: async (_, way) => way.turn(mode),
    mend: async (_, way) => way.turn('passed on'),
  };
}

export const FAULTS: readonly Fault[] = [
  onTheWay('that is slow, but in time', { delayedByMs: 100 }, { isHarmless: true }),
  onTheWay('that is too slow', { delayedByMs: 4000 }),
  onTheWay('whose answers are held up', 'held up'),
  onTheWay('that is gone without a word', 'swallowed'),
  onTheWay('that answers garbage', 'garbled'),
  onTheWay('that answers half and goes', 'cut short'),
  {
    title: 'that lets the scaler in no more, until it does',
    applies: ({ revoke }) => revoke !== undefined,
    break: ({ revoke }) => revoke!(),
    mend: ({ grant }) => grant!(),
  },
  {
    title: 'that is frozen, and goes on',
    break: async ({ server }) => server.pause(),
    mend: async ({ server }) => server.resume(),
  },
  {
    title: 'that is killed, and restarted',
    applies: ({ isKilledElsewhere = false }) => !isKilledElsewhere,
    break: ({ server }) => server.kill(),
    mend: async ({ server, refill }, way) => {
      way.turn(refill === undefined ? 'passed on' : 'swallowed'); // nobody sees the jobs come one by one
      await server.launch();
      await refill?.();
      way.turn('passed on');
    },
  },
];
