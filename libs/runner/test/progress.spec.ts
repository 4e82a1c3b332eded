import { LiveProgress, PlainProgress } from '../src/progress';

it('rewrites one line per job in place, cut to the width of the terminal, and takes them away', () => {
  const written: string[] = [];
  const live = new LiveProgress(['a-job', 'another-job'], {
    columns: 30,
    write: (text: string) => written.push(text) > 0,
  });
  live.show('a-job', 'extract orders');
  live.show('another-job', 'transform analytics.order_status_daily');
  expect(written.join('')).toBe(
    '  a-job        extract orders\n  another-job  connect\n' +
      '\u001b[2A\r\u001b[J' +
      '  a-job        extract orders\n  another-job  transform anal\n',
  );
  written.length = 0;
  live.clear();
  live.clear();
  expect(written.join('')).toBe('\u001b[2A\r\u001b[J');
});

it('says once, where lines cannot be rewritten, when a job loads, computes, and ends', () => {
  const said: string[] = [];
  const plain = new PlainProgress((text) => said.push(text));
  for (const step of [
    'preflight',
    'extract orders',
    'merge orders',
    'extract order_items',
    'transform a',
    'publish a',
    'transform b',
    'waits for a lock: a by pid 1 (analyst)',
    'transform b',
    'done in 1.0 s',
  ])
    plain.show('order-analytics', step);
  plain.clear();
  expect(said).toEqual([
    'order-analytics: loads its facts',
    'order-analytics: computes its tables',
    'order-analytics: waits for a lock: a by pid 1 (analyst)',
    'order-analytics: computes its tables',
    'order-analytics: done in 1.0 s',
  ]);
});
