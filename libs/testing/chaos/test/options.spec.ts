import { optionsOf } from '../src/options';

it('reads versions, the number of disturbances and the seed', () => {
  expect(optionsOf(['--versions=14,18', '--disturbances=7', '--seed=3'])).toEqual({
    versions: [14, 18],
    disturbances: 7,
    seed: 3,
  });
});

it.each([['--disturbances=many'], ['--versions=15,'], ['--round=1']])('refuses %s', (argument) => {
  expect(() => optionsOf([argument])).toThrow();
});
