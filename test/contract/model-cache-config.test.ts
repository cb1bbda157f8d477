import {
  CachedModelConfig, MODEL_SOURCES, modelLease, modelMarker, modelVersion, ModelCacheConfig, ModelSource,
  parseModelCacheConfig, renderModelCacheConfig, sourceDigest,
} from '../../lib/contract/model-cache';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const SHA256 = 'ab'.repeat(32);

const HUGGING_FACE: ModelSource = { type: 'huggingface', repository: 'acme/llama', revision: COMMIT, include: ['*.safetensors', '*.json'], exclude: ['original/**'], tokenFile: '/secrets/hub/token' };
const HTTPS: ModelSource = { type: 'https', files: [{ url: 'https://models.example.com/tiny?download=true', path: 'weights/tiny.bin', sha256: SHA256 }], tokenFile: '/secrets/mirror/token' };

const CONFIG: ModelCacheConfig = {
  directory: '/models',
  diskBudget: 500e9,
  models: [
    { name: 'llama', source: HUGGING_FACE },
    { name: 'whisper-v3.1', source: { type: 's3', bucket: 'models', prefix: 'whisper/v3.1', region: 'eu-central-1', endpoint: 'http://minio:9000', forcePathStyle: true } },
    { name: 'tiny', source: HTTPS },
    { name: 'gemma', source: { type: 'gcs', bucket: 'models', prefix: 'gemma' } },
    { name: 'phi', source: { type: 'azure-blob', account: 'acme1models', container: 'models', prefix: 'phi', accountKeyFile: '/secrets/azure/key' } },
  ],
  node: { labelPrefix: 'models.example.com', startupTaint: 'models.example.com/not-ready' },
  compileCache: { directory: '/compile-cache', engines: [{ name: 'vllm', version: '0.11.2' }] },
};

/** The configuration with one model of a source. */
const withSource = (source: object) => JSON.stringify({ directory: '/models', models: [{ name: 'llama', source }] });

describe('model cache configuration', () => {
  test('what one side writes the other reads', () => {
    expect(parseModelCacheConfig(renderModelCacheConfig(CONFIG))).toEqual(CONFIG);
    expect(CONFIG.models.map(({ source }) => source.type).sort()).toEqual(Object.keys(MODEL_SOURCES).sort()); // each type is written above
  });

  test('needs a directory and a list of models only', () => {
    expect(parseModelCacheConfig('{"directory": "/models", "models": []}')).toEqual({ directory: '/models', models: [] });
  });

  test.each([
    ['what is not JSON', 'models:', 'modelCache: got "models:"; expected a JSON object'],
    ['what is no object', '[]', 'modelCache: got []; expected an object of directory'],
    ['a misspelt field', '{"dir": "/models"}', 'modelCache.dir: got "/models"; expected one of directory, diskBudget'],
    ['no directory', '{"models": []}', 'modelCache.directory: got nothing; expected an absolute path'],
    ['the root', '{"directory": "/", "models": []}', 'modelCache.directory: got "/"'],
    ['a relative directory', '{"directory": "models", "models": []}', 'modelCache.directory: got "models"'],
    ['a directory that leads upwards', '{"directory": "/models/../etc", "models": []}', 'modelCache.directory: got "/models/../etc"'],
    ['a budget of nothing', '{"directory": "/models", "diskBudget": 0, "models": []}', 'modelCache.diskBudget: got 0; expected a whole number of at least 1'],
    ['an unknown source', withSource({ type: 'floppy' }), 'modelCache.models[0].source.type: got "floppy"; expected one of azure-blob, gcs, https, huggingface, s3; use a CachedModel'],
  ])('refuses %s', (_, file, message) => {
    expect(() => parseModelCacheConfig(file)).toThrow(message);
  });

  test.each(['', '.partial', '-x', 'x-', 'a/b', '..', 'a'.repeat(64)])('refuses the name %p', (name) => {
    const file = JSON.stringify({ directory: '/models', models: [{ name, source: HTTPS }] });
    expect(() => parseModelCacheConfig(file)).toThrow('modelCache.models[0].name');
  });

  test.each(['x', 'Llama-3.1_8B', 'a'.repeat(63)])('accepts the name %p', (name) => {
    expect(parseModelCacheConfig(JSON.stringify({ directory: '/models', models: [{ name, source: HTTPS }] })).models[0].name).toBe(name);
  });

  test('refuses a name twice', () => {
    const file = JSON.stringify({ directory: '/models', models: [{ name: 'llama', source: HTTPS }, { name: 'llama', source: HUGGING_FACE }] });
    expect(() => parseModelCacheConfig(file)).toThrow('modelCache.models: got "llama"; expected each name once; rename one of the two');
  });

  test('refuses one directory for models and for what is compiled', () => {
    const file = JSON.stringify({ ...CONFIG, compileCache: { ...CONFIG.compileCache, directory: '/models' } });
    expect(() => parseModelCacheConfig(file)).toThrow('modelCache.compileCache.directory: got "/models"; expected another directory');
  });

  test.each([
    ['revision', 'main', 'got "main"; expected a commit of 40 hexadecimal digits, which is the same on every node; pin the commit that "main" has now, or set movingRevision'],
    ['revision', COMMIT.slice(0, 7), 'expected a commit of 40'],
    ['repository', 'llama', 'got "llama"; expected "owner/name"'],
    ['repository', '../../etc/passwd', 'expected "owner/name"'],
    ['include', [], 'got []; expected a list of at least 1'],
    ['tokenFile', 'hf-token', 'got "hf-token"; expected the absolute path of a file'],
    ['token', 'hf_secret', 'expected one of type, repository'],
    ['endpoint', 'https://user:secret@hub', 'expected a URL without credentials'],
  ])('refuses a hub with %s %p', (field, value, message) => {
    expect(() => parseModelCacheConfig(withSource({ ...HUGGING_FACE, [field]: value }))).toThrow(`modelCache.models[0].source.${field}: `);
    expect(() => parseModelCacheConfig(withSource({ ...HUGGING_FACE, [field]: value }))).toThrow(message);
  });

  test('accepts a branch where it is said to move', () => {
    const source = { ...HUGGING_FACE, revision: 'main', movingRevision: true };
    expect(parseModelCacheConfig(withSource(source)).models[0].source).toEqual(source);
  });

  test.each(['/models', 'models/', '/', ''])('refuses the prefix %p', (prefix) => {
    expect(() => parseModelCacheConfig(withSource({ type: 's3', bucket: 'models', prefix }))).toThrow('modelCache.models[0].source.prefix');
  });

  test.each([
    ['url', 'ftp://host/file', 'expected a URL that starts with http:// or https://'],
    ['url', 'https://user:secret@host/file', 'expected a URL without credentials; set tokenFile'],
    ['url', 'https://host/file?X-Amz-Signature=secret', 'got "https://host/file"; expected a URL without a signature'],
    ['path', '../outside', 'expected a relative path'],
    ['path', '/etc/passwd', 'expected a relative path'],
    ['path', 'a//b', 'expected a relative path'],
    ['sha256', 'ab', 'expected a SHA-256 of 64 hexadecimal digits'],
    ['sha256', undefined, 'got nothing; expected a SHA-256'],
  ])('refuses a file with %s %p', (field, value, message) => {
    expect(() => parseModelCacheConfig(withSource({ ...HTTPS, files: [{ ...HTTPS.files[0], [field]: value }] }))).toThrow(`modelCache.models[0].source.files[0].${field}: `);
    expect(() => parseModelCacheConfig(withSource({ ...HTTPS, files: [{ ...HTTPS.files[0], [field]: value }] }))).toThrow(message);
  });

  test.each([[['a', 'a']], [['a', 'a/b']], [['a/b', 'a']]])('refuses the paths %p together', (paths) => {
    const files = paths.map((path) => ({ ...HTTPS.files[0], path }));
    expect(() => parseModelCacheConfig(withSource({ ...HTTPS, files }))).toThrow('modelCache.models[0].source.files: got "a"; expected each path once');
  });
});

describe('layout of the model cache', () => {
  const model: CachedModelConfig = { name: 'llama', source: HUGGING_FACE };

  test('a version is another for another content only', () => {
    const reordered = Object.fromEntries(Object.entries(HUGGING_FACE).reverse()) as unknown as ModelSource;
    expect(sourceDigest(HUGGING_FACE)).toMatch(/^[0-9a-f]{12}$/);
    expect(sourceDigest(reordered)).toBe(sourceDigest(HUGGING_FACE));
    expect(sourceDigest({ ...HUGGING_FACE, tokenFile: '/other' })).toBe(sourceDigest(HUGGING_FACE));
    expect(sourceDigest({ ...HUGGING_FACE, include: ['*.json'] })).not.toBe(sourceDigest(HUGGING_FACE));
    expect(sourceDigest({ ...HUGGING_FACE, revision: COMMIT.replace('0', 'f') })).not.toBe(sourceDigest(HUGGING_FACE));
  });

  test('markers and leases are named by the version', () => {
    expect(modelVersion(model)).toBe(`llama-${sourceDigest(HUGGING_FACE)}`);
    expect(modelMarker(model)).toBe(`.ready/${modelVersion(model)}`);
    expect(modelLease(modelVersion(model), 'uid-1')).toBe(`${modelVersion(model)}.uid-1`);
  });
});
