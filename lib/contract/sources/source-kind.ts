import { ConnectionType } from '../connections';
import { Fields } from '../fields';

/** What a source tells while no worker runs: the jobs that there are, 0 whatever there is, or nothing but an error. */
export type AtZero = 'jobs' | 'zero' | 'error';

/** Which jobs a source counts: all, only those that no worker has, or one of both, as whoever wrote its query knows. */
export type CountedMetadata = 'all' | 'waiting' | 'unsaid';

/** What the contract knows of one type of source. */
export interface SourceKind<T extends { readonly type: string }> {
  /** The type of the connection that it reads over, or several that it can; none if it needs none. Its name is the field `connection`. */
  readonly connection?: ConnectionType | readonly ConnectionType[];
  /**
   * Refuses what cannot be read over a connection of a certain type.
   *
   * @throws ContractError
   */
  readonly check?: (source: T, connection: ConnectionType) => void;
  /** Its fields, in the order in which metadata has them. */
  readonly fields: Fields<Omit<T, 'type'>>;
  /** What it tells while no worker runs; the jobs, if absent. */
  readonly atZero?: (source: T) => AtZero;
  /** Which jobs it counts over a connection of a certain type; all, if absent. */
  readonly counts?: (source: T, connection: ConnectionType | undefined) => CountedMetadata;
}
