import { Field, oneOf } from '../fields';

/** What a query means that finds nothing. */
export type OnEmptyMetadata = 'error' | 'zero';

export const onEmpty: Field<OnEmptyMetadata> = oneOf('error', 'zero');
