/**
 * `npm run test:languages`: builds the packages of every language with jsii-pacmak, installs them in an app of that language and compares the
 * YAML that it writes, byte for byte, with that of the TypeScript app. With nothing cached it took 5 minutes on 2 cores that did other work beside it.
 *
 * A language whose tools are absent is skipped, which says so; with CI=true that is a failure.
 */
import { readFileSync } from 'fs';
import { join } from 'path';
import { appFolder, Language, OTHERS, TYPESCRIPT } from './languages';
import { clearWorkplace } from './packages';
import { installed } from '../support/installed';

const YAML = 'dist/inference.k8s.yaml';

async function main(): Promise<number> {
  clearWorkplace();
  const expected = await synthesized(TYPESCRIPT);
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const language of OTHERS) {
    count[await compared(language, expected)]++;
  }
  console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  return count.failed === 0 ? 0 : 1;
}

async function compared(language: Language, expected: string): Promise<'passed' | 'failed' | 'skipped'> {
  const { name, tools } = language;
  const missing = tools.filter((tool) => installed(tool) === undefined);
  if (missing.length > 0) {
    const skippedInCi = process.env.CI === 'true';
    console.log(`${skippedInCi ? 'FAILED' : 'SKIPPED'} ${name}: ${missing.join(' and ')} not found on PATH; install it to test this language`);
    return skippedInCi ? 'failed' : 'skipped';
  }
  try {
    if (await synthesized(language) === expected) {
      console.log(`ok ${name}: the same YAML as in TypeScript`);
      return 'passed';
    }
    console.log(`FAILED ${name}: another YAML than in TypeScript; compare dist/languages/${name.toLowerCase()}/${YAML} with dist/languages/typescript/${YAML}`);
  } catch (error) {
    console.log(`FAILED ${name}: ${(error as Error).message}`);
  }
  return 'failed';
}

/** The YAML of the smallest useful app in a language. */
async function synthesized(language: Language): Promise<string> {
  const started = Date.now();
  const say = (what: string) => console.log(`${language.name}: ${what} (${Math.round((Date.now() - started) / 1000)} s)`);
  console.log(`${language.name}: building the packages`);
  await language.pack();
  say('packages built; installing them and running the app');
  const app = appFolder(language);
  await language.synthesize(app);
  say('app ran');
  return readFileSync(join(app, YAML), 'utf8');
}

void main().then((code) => {
  process.exitCode = code;
});
