import { readFileSync } from 'fs';
import { join } from 'path';
import { RULES } from '../../lib/rules';
import { renderRules, RULES_DOCUMENT } from '../../scripts/document-rules';

describe('docs/rules.md', () => {
  test('is what npm run rules writes', () => {
    expect(readFileSync(RULES_DOCUMENT, 'utf8')).toBe(renderRules());
  });

  test('has as many rules as the README says', () => {
    expect(readFileSync(join(__dirname, '../../README.md'), 'utf8')).toContain(`[All ${RULES.length} rules](docs/rules.md)`);
  });

  test('has a row for each rule, that links lead to', () => {
    expect(renderRules().match(/^\| <a id="[^"]+"><\/a>/gm)).toHaveLength(RULES.length);
  });
});
