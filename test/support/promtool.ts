import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { stringify } from 'yaml';
import { Manifest } from './synth';

/** What a program said. */
interface Verdict {
  readonly status: number | null;
  readonly output: string;
}

/** Series as promtool has them, such as `{ series: 'up{job="a"}', values: '1x20' }`: a value a minute. */
export interface InputSeries {
  readonly series: string;
  readonly values: string;
}

/** A case of an alert: after so many minutes of the series it fires with these labels, beside its severity; none where it does not fire. */
export interface AlertCase {
  readonly alert: string;
  readonly input: readonly InputSeries[];
  readonly minutes: number;
  readonly fired: readonly { readonly [label: string]: string }[];
}

/** Prometheus's own tool, which judges rules. */
export class Promtool {
  private readonly directory = mkdtempSync(join(tmpdir(), 'rules-'));

  /** Whether the rules of these groups are valid. */
  public check(groups: readonly Manifest[]): Verdict {
    this.write('rules.yaml', { groups });
    return this.run('check', 'rules', 'rules.yaml');
  }

  /** Whether an alert of a group fires as the case says. What is said in words is not compared: promtool would have the whole text repeated. */
  public test(group: Manifest, { alert, input, minutes, fired }: AlertCase): Verdict {
    const { labels: { severity } } = group.rules.find((rule: Manifest) => rule.alert === alert);
    this.write('silent.yaml', { groups: [{ ...group, rules: group.rules.map(({ annotations, ...rule }: Manifest) => rule) }] });
    this.write('test.yaml', {
      rule_files: ['silent.yaml'],
      evaluation_interval: '1m',
      tests: [{
        interval: '1m',
        input_series: input,
        alert_rule_test: [{ eval_time: `${minutes}m`, alertname: alert, exp_alerts: fired.map((labels) => ({ exp_labels: { severity, ...labels } })) }],
      }],
    });
    return this.run('test', 'rules', 'test.yaml');
  }

  public close(): void {
    rmSync(this.directory, { recursive: true });
  }

  private write(file: string, content: object): void {
    writeFileSync(join(this.directory, file), stringify(content));
  }

  private run(...args: string[]): Verdict {
    const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: this.directory, encoding: 'utf8' });
    return { status, output: stdout + stderr };
  }
}
