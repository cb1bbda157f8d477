import { AzureBlobSource } from './azure-blob';
import { GcsSource } from './gcs';
import { HttpsSource } from './https';
import { HuggingFaceSource } from './hugging-face';
import { S3Source } from './s3';
import { Source, SourceContext } from './source';
import { ModelSource, ModelSourceType } from '../../../lib/contract/model-cache';

/** What makes each type of source. */
const SOURCES: { readonly [T in ModelSourceType]: (config: Extract<ModelSource, { readonly type: T }>, context: SourceContext) => Source } = {
  'azure-blob': (config, context) => new AzureBlobSource(config, context),
  'gcs': (config, context) => new GcsSource(config, context),
  'https': (config, context) => new HttpsSource(config, context),
  'huggingface': (config, context) => new HuggingFaceSource(config, context),
  's3': (config, context) => new S3Source(config, context),
};

/** The source that a configuration speaks of. */
export function sourceOf(config: ModelSource, context: SourceContext): Source {
  return (SOURCES[config.type] as (config: ModelSource, context: SourceContext) => Source)(config, context);
}
