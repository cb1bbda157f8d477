import { cdk8s, JsonFile, javascript, Project } from 'projen';

/** Versions shared by several packages of this repository. */
const VERSION = {
  amqplib: '2.3.1',
  cdk8s: '2.70.106',
  cdk8sPlus: '2.5.6',
  constructs: '10.4.2',
  nodeTypes: '^20',
  tsx: '4.23.15',
  yaml: '2.9.1',
  ioredis: '6.0.0',
  commander: '14.0.3',
  csvParse: '7.0.3',
  esbuild: '0.28.2',
  grpc: '1.14.7',
  protoLoader: '0.8.1',
  promClient: '15.1.3',
  openTelemetry: '2.12.1', // the last of those that run on Node.js 20
  kubernetesClient: '1.4.0',
};

const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-gpu-autoscaler',
  description: 'CDK8s constructs that take GPU inference workers from zero to N and back on the work that is waiting and in flight: KEDA, Karpenter, warm capacity and model caches, typed and checked at synth',
  keywords: ['cdk8s', 'keda', 'karpenter', 'gpu', 'autoscaling', 'inference', 'scale-to-zero', 'external-scaler'],
  author: 'The cdk8s-gpu-autoscaler authors',
  authorAddress: 'maintainers@cdk8s-gpu-autoscaler.dev',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk8s-gpu-autoscaler/cdk8s-gpu-autoscaler.git',
  defaultReleaseBranch: 'main',
  license: 'Apache-2.0',

  cdk8sVersion: VERSION.cdk8s,
  constructsVersion: VERSION.constructs,
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  minNodeVersion: '20.16.0',
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,
  projenVersion: '0.103.25',

  srcdir: 'lib',
  libdir: 'build',
  testdir: 'test',
  entrypoint: 'build/lib/index.js',
  sampleCode: false,
  typecheckTests: false, // one `typecheck` task below covers every package

  // Built by jsii-pacmak and tested by `npm run test:languages`. The submodules' names are valid in each language as they are.
  publishToPypi: { distName: 'cdk8s-gpu-autoscaler', module: 'cdk8s_gpu_autoscaler' },
  publishToMaven: {
    mavenGroupId: 'io.github.cdk8sgpuautoscaler',
    mavenArtifactId: 'cdk8s-gpu-autoscaler',
    javaPackage: 'io.github.cdk8sgpuautoscaler',
  },
  publishToGo: { moduleName: 'github.com/cdk8s-gpu-autoscaler/cdk8s-gpu-autoscaler-go' },

  peerDeps: [`cdk8s-plus-28@^${VERSION.cdk8sPlus}`],
  devDeps: [
    `@types/node@${VERSION.nodeTypes}`,
    'ajv@8.20.0',
    `amqplib@${VERSION.amqplib}`,
    'cdk8s-cli@2.207.60',
    `csv-parse@${VERSION.csvParse}`,
    `esbuild@${VERSION.esbuild}`,
    'fast-check@4.10.2',
    `ioredis@${VERSION.ioredis}`,
    `tsx@${VERSION.tsx}`,
    `yaml@${VERSION.yaml}`,
  ],

  tsconfig: {
    include: ['imports/**/*.ts'],
    compilerOptions: { rootDir: '.', outDir: 'build', inlineSourceMap: false, inlineSources: false },
  },

  tsconfigDev: { compilerOptions: { paths: { 'cdk8s-gpu-autoscaler': ['../lib/index.ts'] } } },

  jest: true,
  jestOptions: {
    jestVersion: '^30',
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    passWithNoTests: false,
    junitReporting: false,
    jestConfig: {
      collectCoverage: false,
      testMatch: ['<rootDir>/(test|scaler/test|model-cache/test|conformance/test|simulator/test|demo/test|rehearsal/test|lint/test)/**/*.test.ts'],
      modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/'],
      moduleNameMapper: { '^cdk8s-gpu-autoscaler$': '<rootDir>/lib/index.ts' },
      testTimeout: 20_000,
      maxWorkers: 4, // most tests wait for servers
      reporters: [new javascript.JestReporter('<rootDir>/test/support/closing-line-reporter.js')],
    },
  },
  eslint: true,
  eslintOptions: { dirs: ['lib'], commandOptions: { fix: false } },
  github: false,
  release: false,
  buildWorkflow: false,
  depsUpgrade: false,
  pullRequestTemplate: false,
});

// ---------------------------------------------------------------- packages

interface WorkspaceOptions {
  readonly name: string;
  readonly description: string;
  readonly dependencies?: { readonly [name: string]: string };
  readonly devDependencies?: { readonly [name: string]: string };
  readonly scripts?: { readonly [name: string]: string };
  readonly main?: string;
  readonly bin?: { readonly [name: string]: string };
  readonly files?: readonly string[];
  readonly private?: boolean;
  /** Folders with TypeScript beside `src` and `test`. */
  readonly folders?: readonly string[];
}

/** A package beside the library: its dependencies stay out of the jsii module. All are CommonJS TypeScript, run by tsx here and bundled for release. */
function workspace(root: Project, folder: string, options: WorkspaceOptions): void {
  const { name, description, files, folders = [], ...rest } = options;
  new JsonFile(root, `${folder}/package.json`, {
    marker: true,
    obj: { name, version: '0.0.0', description, license: 'Apache-2.0', engines: { node: '>= 20.16.0' }, files, ...rest },
  });
  new JsonFile(root, `${folder}/tsconfig.json`, {
    marker: false,
    obj: { extends: '../tsconfig.workspace.json', include: ['src', 'test', ...folders].map((path) => `${path}/**/*.ts`) },
  });
}

new JsonFile(project, 'tsconfig.workspace.json', {
  marker: false,
  obj: {
    compilerOptions: {
      target: 'ES2022',
      lib: ['es2022'],
      module: 'node20',
      strict: true,
      noImplicitReturns: true,
      noFallthroughCasesInSwitch: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      esModuleInterop: true,
      resolveJsonModule: true,
      skipLibCheck: true,
      isolatedModules: true,
      noEmit: true,
      types: ['node', 'jest'],
      paths: { 'cdk8s-gpu-autoscaler': ['./lib/index.ts'] },
    },
  },
});

workspace(project, 'scaler', {
  name: 'gpu-autoscaler-scaler',
  description: 'KEDA external scaler for GPU workers: reports the work waiting and in flight, never a false zero',
  private: true,
  scripts: { bundle: 'node bundle.mjs' },
  dependencies: {
    '@aws-sdk/client-sqs': '3.1175.0',
    '@grpc/grpc-js': VERSION.grpc,
    '@grpc/proto-loader': VERSION.protoLoader,
    '@nats-io/jetstream': '3.4.0',
    '@nats-io/transport-node': '3.4.0',
    '@opentelemetry/api': '1.9.1',
    '@opentelemetry/core': VERSION.openTelemetry,
    '@opentelemetry/exporter-trace-otlp-proto': '0.223.1', // of the same release
    '@opentelemetry/resources': VERSION.openTelemetry,
    '@opentelemetry/sdk-trace-base': VERSION.openTelemetry,
    '@opentelemetry/semantic-conventions': '1.45.0',
    'amqplib': VERSION.amqplib,
    'commander': VERSION.commander,
    'gpu-model-cache': '0.0.0',
    'ioredis': VERSION.ioredis,
    'kafkajs': '2.2.4',
    'mysql2': '3.24.6',
    'pg': '8.23.1',
    'prom-client': VERSION.promClient,
    'protobufjs': '7.6.6',
  },
  devDependencies: {
    '@cyclonedx/cyclonedx-esbuild': '1.4.4',
    '@nats-io/jwt': '0.0.11',
    '@types/pg': '8.23.1',
    'esbuild': VERSION.esbuild,
    'fauxqs': '1.9.2',
  },
});

workspace(project, 'model-cache', {
  name: 'gpu-model-cache',
  description: "Brings models to a node's own disk: complete or not visible, resumed after a kill, within a disk budget",
  private: true,
  main: 'src/main.ts',
  dependencies: {
    '@aws-sdk/client-s3': '3.1175.0',
    '@aws-sdk/s3-request-presigner': '3.1169.0',
    '@azure/identity': '4.13.1',
    '@azure/storage-blob': '12.32.0',
    '@huggingface/hub': '2.17.5',
    '@kubernetes/client-node': VERSION.kubernetesClient,
    'commander': VERSION.commander,
    'google-auth-library': '10.9.1',
    'hash-wasm': '4.13.0',
    'http-parser-js': '0.5.10',
    'picomatch': '4.0.7',
    'prom-client': VERSION.promClient,
  },
  devDependencies: { '@types/picomatch': '4.0.3', 'azurite': '3.35.0', 'esbuild': VERSION.esbuild },
});

workspace(project, 'conformance', {
  name: 'external-scaler-conformance',
  description: 'Plays KEDA against any external scaler and says which of its rules the scaler breaks',
  private: true,
  main: 'src/index.ts',
  bin: { 'external-scaler-conformance': 'bin/external-scaler-conformance.js' },
  dependencies: { '@grpc/grpc-js': VERSION.grpc, 'commander': VERSION.commander, 'junit-report-builder': '5.1.2', 'picocolors': '1.1.1', 'yaml': VERSION.yaml },
});

workspace(project, 'simulator', {
  name: 'gpu-autoscaler-simulator',
  description: 'The arithmetic of the HorizontalPodAutoscaler v2 and of the KEDA scale loop, tick by tick',
  private: true,
});

workspace(project, 'demo', {
  name: 'gpu-autoscaler-demo',
  description: 'The story of the README, played against the real scaler: 47 jobs, 10 replicas, drained, zero',
  private: true,
  dependencies: { commander: VERSION.commander, ioredis: VERSION.ioredis, picocolors: '1.1.1', yaml: VERSION.yaml },
});

workspace(project, 'rehearsal', {
  name: 'gpu-autoscaler-rehearsal',
  description: 'The real KEDA, HPA, scheduler and Karpenter judge the manifests, on a laptop, without a cluster or a GPU',
  private: true,
  folders: ['scenarios'],
  devDependencies: { '@types/dns-packet': '5.6.5' },
  dependencies: {
    '@kubernetes/client-node': VERSION.kubernetesClient,
    'commander': VERSION.commander,
    'csv-parse': VERSION.csvParse,
    'dns-packet': '5.6.1',
    'echarts': '6.1.0',
    'ioredis': VERSION.ioredis,
    'selfsigned': '5.5.0',
    'yaml': VERSION.yaml,
  },
});

workspace(project, 'lint', {
  name: 'gpu-autoscaler-lint',
  description: 'The rules across objects, held against manifests of any origin',
  private: true,
  dependencies: { commander: VERSION.commander, picocolors: '1.1.1', yaml: VERSION.yaml },
  devDependencies: { '@microsoft/jest-sarif': '1.0.0-beta.0', '@types/sarif': '2.1.7' },
});

workspace(project, 'cli', {
  name: 'gpu-autoscaler',
  description: 'The command line of cdk8s-gpu-autoscaler: lint, rehearse',
  private: true,
  bin: { 'gpu-autoscaler': 'bin/gpu-autoscaler.js' },
  dependencies: { commander: VERSION.commander },
});

project.addFields({ types: 'build/lib/index.d.ts', workspaces: ['scaler', 'model-cache', 'conformance', 'simulator', 'demo', 'rehearsal', 'lint', 'cli'] });
// This registry's mirror of 1.13.0 lacks some platforms, which would leave holes in the lock file.
project.package.addPackageResolutions('unrs-resolver@1.12.2');

// ---------------------------------------------------------------- examples: they import the library by its name, as a user does

new JsonFile(project, 'scripts/tsconfig.json', {
  marker: false,
  obj: { extends: '../tsconfig.workspace.json', include: ['**/*.ts'] },
});
new JsonFile(project, 'bench/tsconfig.json', {
  marker: false,
  obj: { extends: '../tsconfig.workspace.json', include: ['**/*.ts'] },
});
new JsonFile(project, 'examples/tsconfig.json', {
  marker: false,
  obj: { extends: '../tsconfig.workspace.json', include: ['**/*.ts'] },
});

// ---------------------------------------------------------------- tasks

project.tasks.addEnvironment('CDK8S_CHECK_UPGRADE', 'false');
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '1');
project.tasks.tryFind('docgen')?.reset('jsii-docgen -o API.md -s root');
// One file in place of 240 that Node.js would have to find, read and compile at the start of every app.
project.compileTask.exec('esbuild build/lib/index.js --bundle --packages=external --platform=node --outfile=build/lib/index.js --allow-overwrite --log-level=warning');

project.addTask('import', {
  description: "Take the CRDs and the schema of KEDA's triggers out of their Go modules and regenerate the typed imports",
  exec: 'tsx scripts/import-crds.ts',
});
project.addTask('rules', {
  description: 'Write the table of the rules across objects, docs/rules.md',
  exec: 'tsx scripts/document-rules.ts',
});
const typecheck = project.addTask('typecheck', { description: 'Type-check every package, the tests and the examples' });
for (const folder of ['test', 'examples', 'scripts', 'bench', 'scaler', 'model-cache', 'conformance', 'simulator', 'demo', 'rehearsal', 'lint', 'cli']) {
  typecheck.exec(`tsc --noEmit -p ${folder}/tsconfig.json`);
}
project.testTask.prependSpawn(project.compileTask);
project.testTask.spawn(typecheck);
// Every example of the README and of the docstrings compiles.
project.testTask.exec('jsii-rosetta extract --compile --fail --strict');

project.addTask('start', {
  description: 'Play the whole story against the real scaler: no cluster, no broker',
  exec: 'tsx --tsconfig examples/tsconfig.json demo/src/main.ts',
  receiveArgs: true,
});
project.addTask('test:rehearsal', {
  description: 'Rehearse the examples on a real control plane (builds it first: 16 minutes on 2 cores, once)',
  exec: 'tsx rehearsal/scenarios/run.ts',
  receiveArgs: true,
});
project.addTask('test:mysql', {
  description: 'Hold the scaler against MySQL itself, of Debian unstable; CI has MariaDB',
  steps: [
    { exec: 'scripts/install-mysql.sh' },
    { exec: "CI=true jest --testMatch '<rootDir>/scaler/test/sources/mysql-query.mysql.ts'" },
  ],
});
project.addTask('test:provider-crds', {
  description: "Let a real API server judge the nodes of Azure and Google Cloud by their providers' CRDs, which are given as paths",
  exec: 'tsx --tsconfig rehearsal/tsconfig.json rehearsal/scenarios/provider-crds.ts',
  receiveArgs: true,
});
project.addTask('lint:documentation', {
  description: "Lint every example of KEDA's and Karpenter's documentation, in checkouts, and compare with what is known to be wrong there",
  exec: 'tsx --tsconfig lint/tsconfig.json lint/test/documentation/check-documentation.ts',
  receiveArgs: true,
});
const languages = project.addTask('test:languages', { description: 'Build the packages for Python, Java and Go, and compare the YAML of an app in each with that in TypeScript' });
languages.spawn(project.compileTask);
languages.exec('tsx test/languages/run.ts');

project.addTask('image', {
  description: "Build the scaler's image: bundle, bill of materials, reproducible layers",
  exec: 'tsx scripts/build-image.ts',
  receiveArgs: true,
});
project.addTask('test:image', {
  description: 'Build the image twice, compare, run it as Kubernetes does and call it as KEDA does',
  exec: 'tsx test/image/run.ts',
});

project.addTask('fuzz', {
  description: 'Send random metadata, messages and frames to the scaler (--cases N --seed S)',
  steps: [{ exec: 'npm run bundle --workspace scaler' }, { exec: 'tsx --tsconfig scaler/tsconfig.json scaler/test/fuzz/main.ts', receiveArgs: true }],
});

project.addTask('test:cache-kills', {
  description: 'Kill the model cache agent 200 times at random points: never may half a model be visible',
  env: { CACHE_KILLS: '200' },
  exec: 'jest model-cache/test/kill.test.ts',
});

project.addTask('bench:scaler', {
  description: 'Measure the scaler: calls a second beside a bare server, readings of its backend, the first job, memory',
  steps: [{ exec: 'npm run bundle --workspace scaler' }, { exec: 'tsx --tsconfig bench/tsconfig.json bench/scaler.ts' }],
});

const benchSynth = project.addTask('bench:synth', { description: 'Measure the synthesis of a fleet of 1,000 workers, beside helm template (builds it first) and cdk8s alone' });
benchSynth.spawn(project.compileTask);
benchSynth.exec('esbuild bench/synth/ours.ts bench/synth/stock.ts --outdir=build/bench/synth --platform=node --format=cjs --log-level=warning');
benchSynth.exec('tsx --tsconfig bench/tsconfig.json bench/synth.ts');

project.addTask('bench:cache', {
  description: 'Measure the model cache agent: its throughput beside curl and rclone, its memory, what a kill costs',
  steps: [{ exec: 'npm run bundle --workspace scaler' }, { exec: 'tsx --tsconfig bench/tsconfig.json bench/cache.ts' }],
});

project.gitignore.exclude('/build/', '.jsii.tabl.json', 'dist/', '.rehearsal/');
project.gitignore.include('/imports/', '/lib/');
project.npmignore?.exclude('/imports/', '/examples/', '/crds/', '/schemas/', '/cdk8s.yaml', '/scripts/', '/docs/', '/bench/', '/.ci/', '/tsconfig*.json',
  '/scaler/', '/model-cache/', '/conformance/', '/simulator/', '/demo/', '/rehearsal/', '/lint/', '/cli/');
// All of it is in build/lib/index.js.
project.npmignore?.exclude('/build/bench/', '/build/imports/*.js', '/build/lib/*/**/*.js');
project.eslint?.addIgnorePattern('imports/');
project.eslint?.addLintPattern('examples');
project.eslint?.addLintPattern('bench');
for (const folder of ['scaler', 'model-cache', 'conformance', 'simulator', 'demo', 'rehearsal', 'lint', 'cli']) {
  project.eslint?.addLintPattern(folder);
}

project.eslint?.allowDevDeps('scripts/**');
project.eslint?.allowDevDeps('examples/**');
project.eslint?.addOverride({
  files: ['bench/**/*.ts'],
  // Benchmarks measure what the packages are, with what they have.
  rules: { 'import/no-extraneous-dependencies': ['error', { devDependencies: true, packageDir: ['.', 'scaler', 'model-cache'] }] },
});
// The scenarios use the library as a user does, and Node's own test runner, as the image's test does.
project.eslint?.addOverride({
  files: ['rehearsal/scenarios/**/*.ts', 'test/image/**/*.ts'],
  rules: {
    'import/no-extraneous-dependencies': ['error', { devDependencies: true, packageDir: ['.', 'rehearsal'] }],
    '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['test', 'describe'] }] }],
  },
});
project.eslint?.addOverride({
  files: ['demo/src/**/*.ts'],
  // The demonstration synthesizes an example, with what the library itself is developed with.
  rules: { 'import/no-extraneous-dependencies': ['error', { devDependencies: true, packageDir: ['.', 'demo'] }] },
});
// Tests may use what the root offers for tests.
for (const folder of ['scaler', 'model-cache', 'conformance', 'simulator', 'demo', 'rehearsal', 'lint']) {
  project.eslint?.addOverride({
    files: [`${folder}/test/**/*.ts`],
    rules: { 'import/no-extraneous-dependencies': ['error', { devDependencies: true, packageDir: ['.', folder] }] },
  });
}
// Each package and the examples resolve imports by their own tsconfig.
const eslintrc = project.tryFindObjectFile('.eslintrc.json')!;
const tsconfigs = ['', 'examples/', 'scripts/', 'bench/', 'scaler/', 'model-cache/', 'conformance/', 'simulator/', 'demo/', 'rehearsal/', 'lint/', 'cli/'].map((folder) => `./${folder}tsconfig.json`);
eslintrc.addOverride('settings.import/resolver.typescript.project', tsconfigs);
eslintrc.addOverride('settings.import/internal-regex', '^cdk8s-gpu-autoscaler$'); // the library by its name: no dependency of itself

project.synth();
