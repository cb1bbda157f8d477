import { setTimeout as sleep } from 'node:timers/promises';
import { duration, Progress } from '../../src/control-plane/progress';

test.each([
  [0, '0 s'], [1.4, '1 s'], [59.4, '59 s'], [59.6, '1 min'], [90, '1 min 30 s'], [402, '6 min 42 s'], [600, '10 min'], [1024, '17 min'],
])('%d seconds are said as %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

class Output {
  text = '';
  constructor(readonly isTTY: boolean, readonly columns = 80) {}
  write(text: string): void {
    this.text += text;
  }
}

test('without a terminal: a line at the start, now and then, and at the end', async () => {
  const output = new Output(false);
  const progress = new Progress(output, 'etcd', 'the database', 25, 0.1);
  progress.update('3 packages compiled');
  await sleep(150);
  progress.end('built');
  expect(output.text).toBe('etcd (the database), at most about 25 s\netcd: 0 s of at most about 25 s, 3 packages compiled\netcd (the database): built in 0 s\n');
});

test('on a terminal: one line that renews itself, never wider than the terminal', async () => {
  const output = new Output(true, 40);
  const progress = new Progress(output, 'etcd', 'the database', 25);
  progress.update('at a package with a very long name');
  await sleep(300);
  progress.end('built');
  const lines = output.text.split('\r\u001b[2K');
  expect(lines[1]).toBe('etcd: 0 s of at most about 25 s, at a p');
  expect(lines.at(-1)).toBe('etcd (the database): built in 0 s\n');
});
