const { existsSync, symlinkSync } = require('node:fs');
const { join } = require('node:path');
const { readJson, updateJson, writeJson } = require('@nx/devkit');

/** apps/<job>: what every job's app consists of, and its place in the lock file. */
exports.addApp = (tree, { name, domain, description, table }) => {
  const app = `apps/${name}`;
  const like = readJson(tree, 'apps/order-analytics/package.json');
  const manifest = {
    ...like,
    name: `@acme/${name}`,
    description: `${description}, of AcmeShop, into the analytics warehouse.`,
    nx: { ...like.nx, name, implicitDependencies: [`sql-${domain}`] },
  };
  // Its test runs all jobs first: it may read what any of them loads.
  manifest.nx.targets.test.dependsOn = ['build', { projects: ['cli'], target: 'build' }];
  writeJson(tree, `${app}/package.json`, manifest);
  for (const file of ['tsconfig.json', 'jest.config.cjs'])
    tree.write(`${app}/${file}`, tree.read(`apps/order-analytics/${file}`));
  tree.write(
    `${app}/src/main.ts`,
    tree.read('apps/order-analytics/src/main.ts', 'utf8').replace('order-analytics', name),
  );
  tree.write(`${app}/test/${name}.spec.ts`, spec(name, table));
  lock(tree, app, manifest);
};

/** Not one of the tree's own: it knows no links. */
exports.symlinkDockerfile = (root, name) => {
  const link = join(root, 'apps', name, 'Dockerfile');
  if (!existsSync(link)) symlinkSync('../../Dockerfile', link);
};

/** What `npm install` would add: nothing is downloaded for it, so `npm ci` goes on as before. */
function lock(tree, app, { name, version, dependencies, devDependencies }) {
  updateJson(tree, 'package-lock.json', ({ packages, ...rest }) => {
    packages[app] = { name, version, dependencies, devDependencies };
    packages[`node_modules/${name}`] = { resolved: app, link: true };
    const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
    return { ...rest, packages: Object.fromEntries(sorted) };
  });
}

const spec = (
  name,
  table,
) => `import { builtApp, environmentOf, openShop, query, type Shop } from '@acme/testing';

const all = builtApp('cli');
const app = builtApp('${name}');
let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ users: 60, days: 40 });
  await all.runWell(environmentOf(shop), ['run', 'all']);
});
afterAll(() => shop.close());

const runs = () =>
  query<{ status: string; slices: string }>(
    shop.warehouse.url,
    \`select status, (select count(*)::text from etl.publications where publications.run_id = runs.run_id) as slices
     from etl.runs where job = '${name}' order by run_id\`,
  );

it('runs with all others', async () => {
  const [first] = await runs();
  expect(first!.status).toBe('succeeded');
});
${
  table
    ? `
it('fills ${table}', async () => {
  const [row] = await query<{ rows: number }>(shop.warehouse.url, 'select count(*)::int as rows from analytics.${table}');
  expect(row!.rows).toBeGreaterThan(0);
});
`
    : ''
}
it('runs by itself, and has nothing left to publish', async () => {
  expect((await app.run(environmentOf(shop))).code).toBe(0);
  expect((await runs()).at(-1)).toEqual({ status: 'succeeded', slices: '0' });
});
`;
