import { Source } from './source';
import { LeafSourceMetadata } from '../../../lib/contract';

/** All sources of one type, and what they share. */
export interface SourceKind<M extends LeafSourceMetadata> {
  /**
   * The source that a trigger's metadata names. Connects to nothing yet.
   *
   * @throws ContractError if the metadata names what this scaler does not have
   */
  source(metadata: M): Source;

  /** Ends what the sources share, if they share more than their connections. */
  close?(): void;
}
