import { ConnectionConfig, SourceMetadata } from '../../../lib/contract';
import { TestServer } from '../../../test/support/test-server';

/** The jobs that every source has outstanding, whatever happens to its broker: two that wait and one in flight, where that is told apart. */
export const JOBS = 3;

/** What a broker asks of the user `scaler`. */
export const PASSWORD = 'correct horse';

/** A real broker, and how to hurt it. */
export interface Broker {
  readonly server: Pick<TestServer, 'pause' | 'resume' | 'kill' | 'launch'>;
  readonly port: number;
  /** What is read of it, of the connection that has the broker's name. */
  readonly sources: readonly SourceMetadata[];
  /** Whether it is killed in a test of its own: where it takes all of the machine to start, the others would be late. */
  readonly isKilledElsewhere?: boolean;
  /** Gives jobs again to one that has been killed and keeps nothing. Absent where it keeps them. */
  readonly refill?: () => Promise<void>;
  /** Lets the scaler in no more, and ends its sessions. Absent where the broker lets in everybody. */
  readonly revoke?: () => Promise<void>;
  readonly grant?: () => Promise<void>;
  /** How the scaler reaches it when it listens, or seems to listen, on this port of loopback. */
  connection(port: number): ConnectionConfig;
  stop(): Promise<void>;
}

/** How one is started. */
export interface BrokerKind {
  /** Of the connection and in the titles of tests. */
  readonly name: string;
  /** The program that has to be installed; none if the tests bring it. */
  readonly executable?: string;
  start(): Promise<Broker>;
}
