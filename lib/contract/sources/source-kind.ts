import { ConnectionType } from '../connections';
import { Fields } from '../fields';

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
}
