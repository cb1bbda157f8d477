/** What every model that the agent brings has. */
export interface ModelOptions {
  /**
   * Name of its folder in the cache's directory, and the last part of its node label: at most 63 letters, digits, `-`, `_` and `.`, with a
   * letter or digit at both ends.
   */
  readonly name: string;
}

/** What is taken of the files that a source lists. */
export interface ListedModelOptions extends ModelOptions {
  /**
   * Globs of the files that are taken, of whole paths: `*` stays within a folder, `**` crosses folders.
   *
   * @default - all
   */
  readonly include?: string[];

  /**
   * Globs of the files that are left out of those.
   *
   * @default - none
   */
  readonly exclude?: string[];
}
