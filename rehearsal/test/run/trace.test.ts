import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTrace, readTrace } from '../../src/run/trace';

const TOKENS = { prefillTokensPerSecond: 8000, secondsPerOutputToken: 0.02 };

describe('trace', () => {
  test('with service times, in order of arrival', () => {
    expect(parseTrace('t.csv', 't_seconds,service_seconds\n5,2.5\n0,1\n', TOKENS)).toEqual([{ arrival: 0, service: 1 }, { arrival: 5, service: 2.5 }]);
  });

  test('with tokens', () => {
    expect(parseTrace('t.csv', 't_seconds,service_tokens,input_tokens\n1,100,4000\n', TOKENS)).toEqual([{ arrival: 1, service: 2.5 }]);
  });

  test.each([
    ['t_seconds,service_seconds\n', 't.csv: no job; expected a header line and a line for each job'],
    ['time,duration\n0,1\n', 't.csv: got columns time,duration; expected t_seconds,service_seconds or t_seconds,service_tokens,input_tokens'],
    ['t_seconds,service_seconds\n0,1\n1,x\n', 't.csv:3: service_seconds: got "x"; expected a number of at least 0'],
    ['t_seconds,service_seconds\n-1,1\n', 't.csv:2: t_seconds: got "-1"'],
    ['t_seconds,service_seconds\n0,\n', 't.csv:2: service_seconds: got ""'],
  ])('refuses %j', (text, message) => {
    expect(() => parseTrace('t.csv', text, TOKENS)).toThrow(message);
  });

  test('refuses a file that is not there', () => {
    expect(() => readTrace('/does/not/exist.csv', TOKENS)).toThrow('--jobs: got "/does/not/exist.csv", which cannot be read');
  });

  test('every committed trace can be read', () => {
    const folder = join(__dirname, '../../traces');
    for (const file of readdirSync(folder)) {
      expect(parseTrace(file, readFileSync(join(folder, file), 'utf8'), TOKENS).length).toBeGreaterThan(0);
    }
  });
});
