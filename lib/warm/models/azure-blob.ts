import { ListedModelOptions } from './model-options';
import { SecretKey } from '../../scaling/secret-key';

/** Options of `CachedModel.azureBlob`. */
export interface AzureBlobModelOptions extends ListedModelOptions {
  /** Name of the storage account, 3 to 24 lower-case letters and digits. */
  readonly account: string;

  /** The container. */
  readonly container: string;

  /**
   * Folder in the container, without `/` at its ends.
   *
   * @default - all of the container
   */
  readonly prefix?: string;

  /**
   * Base URL of the account, for another cloud or an emulator.
   *
   * @default - that of Azure
   */
  readonly endpoint?: string;

  /**
   * The account's key; the key `account-key` of its Secret unless it says otherwise.
   *
   * @default - the workload identity of the agent's pods
   * @see `ModelCacheDaemonSetProps.identity`
   */
  readonly accountKey?: SecretKey;
}
