import { AtZero } from './source-kind';
import { Field, oneOf } from '../fields';

/** What a query means that finds nothing. */
export type OnEmptyMetadata = 'error' | 'zero';

export const onEmpty: Field<OnEmptyMetadata> = oneOf('error', 'zero');

/** What is found in metrics of the workers' own pods while there is none. */
export function atZeroOf(source: { readonly onEmpty: OnEmptyMetadata }): AtZero {
  return source.onEmpty;
}
