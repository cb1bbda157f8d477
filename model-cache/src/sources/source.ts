import { Connections } from '../fetch/connections';
import { RemoteFile } from '../fetch/remote-file';

/** Where a model's files are found. It lists them, and says how each is fetched; fetching is the same for all. */
export interface Source {
  /** What to check when it refuses to give them. */
  readonly access: string;

  /**
   * All files of the model as they are now, whatever the configuration selects of them.
   *
   * @throws Problem if they cannot be listed
   */
  list(signal: AbortSignal): Promise<readonly RemoteFile[]>;
}

/** What a source may use. */
export interface SourceContext {
  readonly env: { readonly [name: string]: string | undefined };
  readonly connections: Connections;
  /** Longest wait for each answer to a question that is no file, in milliseconds. */
  readonly answerMs: number;
}
