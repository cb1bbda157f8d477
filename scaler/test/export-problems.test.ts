import { ExportProblems } from '../src/opentelemetry/export-problems';

describe('problems of the export of traces', () => {
  const logged: unknown[] = [];
  const problems = () => new ExportProblems((level, message, fields) => logged.push([level, message, fields]));

  beforeEach(() => {
    logged.length = 0;
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test('are said once a minute, with how many were not said', () => {
    const told = problems();
    told.say(new Error('connect ECONNREFUSED 10.0.0.1:4318'));
    jest.advanceTimersByTime(59_999);
    told.say(new Error('away'));
    told.say(new Error('away'));
    expect(logged).toEqual([['warn', 'problem with traces', { problem: 'connect ECONNREFUSED 10.0.0.1:4318' }]]);
    jest.advanceTimersByTime(1);
    told.say(new Error('still away'));
    expect(logged.slice(1)).toEqual([['warn', 'problem with traces', { problem: 'still away', unsaid: 2 }]]);
  });

  test.each([
    [Object.assign(new Error('Unauthorized'), { code: 401 }), 'Unauthorized 401'],
    [new AggregateError([], ''), 'AggregateError'],
    [Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    ['Dropped 3 spans because maxQueueSize reached', 'Dropped 3 spans because maxQueueSize reached'],
  ])('%p is said in words', (problem, words) => {
    problems().say(problem);
    expect(logged).toEqual([['warn', 'problem with traces', { problem: words }]]);
  });
});
