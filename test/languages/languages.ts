import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { run } from './command';
import { MAVEN_MODULES, packForGo, packForMaven, packForNpm, packForPython, ROOT, VERSIONS, WORKPLACE } from './packages';

/** A language that the library is built for, and the smallest useful app of the README in it. */
export interface Language {
  readonly name: string;
  /** Programs that have to be there. */
  readonly tools: readonly string[];
  /** Builds the packages below `packages`. */
  pack(): Promise<void>;
  /** Installs them in the folder of an app and runs the app, which writes into `dist`. */
  synthesize(app: string): Promise<void>;
}

/** Whose YAML is the measure of the others'. */
export const TYPESCRIPT: Language = {
  name: 'TypeScript',
  tools: ['npm'],
  pack: packForNpm,
  synthesize: async (app) => {
    writeFileSync(join(app, 'package.json'), JSON.stringify({ private: true }));
    writeFileSync(join(app, 'app.ts'), ofReadme('ts'));
    await run(['npm', 'install', '--no-audit', '--no-fund', builtPackage('js', '.tgz'), ...pinned('@')], app);
    await run([join(ROOT, 'node_modules/.bin/tsx'), 'app.ts'], app);
  },
};

const PYTHON: Language = {
  name: 'Python',
  tools: ['python3'],
  pack: packForPython,
  synthesize: async (app) => {
    writeFileSync(join(app, 'app.py'), ofReadme('python'));
    await run(['python3', '-m', 'venv', 'venv'], app);
    await run(['venv/bin/pip', 'install', builtPackage('python', '.whl'), ...pinned('==')], app);
    await run(['venv/bin/python', 'app.py'], app);
  },
};

const JAVA: Language = {
  name: 'Java',
  tools: ['mvn', 'javac'],
  pack: packForMaven,
  synthesize: async (app) => {
    cpSync(join(__dirname, 'java'), app, { recursive: true });
    const modules = [...MAVEN_MODULES, 'java'].map((module) => `<module>${module}</module>`).join('');
    writeFileSync(join(WORKPLACE, 'pom.xml'), '<project><modelVersion>4.0.0</modelVersion><groupId>com.example</groupId><artifactId>all</artifactId>'
      + `<version>1.0.0</version><packaging>pom</packaging><modules>${modules}</modules></project>`);
    await run(['mvn', '--batch-mode', '--no-transfer-progress', '-Dmaven.javadoc.skip', '-Dmaven.source.skip', 'package'], WORKPLACE);
  },
};

const GO: Language = {
  name: 'Go',
  tools: ['go'],
  pack: packForGo,
  synthesize: async (app) => {
    cpSync(join(__dirname, 'go'), app, { recursive: true });
    await run(['go', 'mod', 'tidy'], app);
    await run(['go', 'run', '.'], app);
  },
};

export const OTHERS: readonly Language[] = [PYTHON, JAVA, GO];

/** An empty folder for the app of a language. */
export function appFolder({ name }: Language): string {
  const folder = join(WORKPLACE, name.toLowerCase());
  mkdirSync(folder);
  return folder;
}

/** The first block of a language under "The smallest useful app", so that what is tested is what is told. */
function ofReadme(language: string): string {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const section = /^## The smallest useful app$(.*?)^## /ms.exec(readme)?.[1] ?? '';
  const block = new RegExp(`^\`\`\`${language}\\b.*?\n(.*?)^\`\`\`$`, 'ms').exec(section);
  if (block === null) {
    throw new Error(`README.md: no block of ${language} under "The smallest useful app"; expected one, which this test runs`);
  }
  return block[1];
}

function builtPackage(target: string, extension: string): string {
  const folder = join(WORKPLACE, 'packages', target);
  return join(folder, readdirSync(folder).find((file) => file.endsWith(extension))!);
}

function pinned(equals: string): string[] {
  return Object.entries(VERSIONS).map(([module, version]) => `${module}${equals}${version}`);
}
