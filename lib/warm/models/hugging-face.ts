import { ListedModelOptions } from './model-options';
import { SecretKey } from '../../scaling/secret-key';

/** Options of `CachedModel.huggingFace`. */
export interface HuggingFaceModelOptions extends ListedModelOptions {
  /** The repository, `owner/name`. */
  readonly repository: string;

  /** The commit, 40 hexadecimal digits; a branch or a tag only with `movingRevision`. */
  readonly revision: string;

  /**
   * Takes whatever commit a branch or tag has when a node fetches it: nodes may then differ.
   *
   * @default false
   */
  readonly movingRevision?: boolean;

  /**
   * Base URL of a hub of your own.
   *
   * @default - that of huggingface.co
   */
  readonly endpoint?: string;

  /**
   * An access token that may read the repository; the key `token` of its Secret unless it says otherwise.
   *
   * @default - none: a public repository
   */
  readonly token?: SecretKey;
}
