import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../../../..');
const text = (file: string): string => readFileSync(join(root, file), 'utf8');

interface Locked {
  readonly version: string;
  readonly hasInstallScript?: boolean;
}

const manifest = JSON.parse(text('package.json')) as {
  version: string;
  allowScripts: Record<string, boolean>;
};
const lock = JSON.parse(text('package-lock.json')) as { packages: Record<string, Locked> };
const isInstalled = (path: string): boolean => path.includes('node_modules/');

describe('the workspace', () => {
  it('has one version, the newest of the changelog', () => {
    const own = Object.keys(lock.packages).filter((path) => !isInstalled(path));
    expect(own.length).toBeGreaterThan(15);
    for (const path of own) {
      const { version } = JSON.parse(text(join(path, 'package.json'))) as Locked;
      expect([path, version, lock.packages[path]!.version]).toEqual([
        path,
        manifest.version,
        manifest.version,
      ]);
    }
    const [, newest] = /^## \[(\d[^\]]*)\]/m.exec(text('CHANGELOG.md')) ?? [];
    expect(newest).toBe(manifest.version);
  });

  it('decides on every install script, so that npm ci has nothing to warn of', () => {
    const withScript = Object.entries(lock.packages)
      .filter(([path, { hasInstallScript }]) => isInstalled(path) && hasInstallScript)
      .map(([path]) => path.replace(/^.*node_modules\//, ''));
    expect(Object.keys(manifest.allowScripts).sort()).toEqual([...new Set(withScript)].sort());
  });

  it('is checked on a hosted machine by what checks it anywhere', () => {
    expect(text('.github/workflows/ci.yml')).toMatch(/^ +- run: \.ci\/run$/m);
  });
});

const pages = [
  ...readdirSync(root).filter((file) => file.endsWith('.md')),
  ...readdirSync(join(root, 'docs')).map((file) => join('docs', file)),
];

describe.each(pages)('%s', (page) => {
  const body = text(page);

  it('names files and folders that exist', () => {
    const named = [...body.matchAll(/`((?:apps|libs|sql|k8s|tools|docs|\.ci)\/[\w./-]*[\w-])\/?`/g)];
    const missing = named.map(([, path]) => path!).filter((path) => !existsSync(join(root, path)));
    // The walks of CONTRIBUTING.md make a table and a job of coupons.
    expect(missing.filter((path) => page !== 'CONTRIBUTING.md' || !path.includes('coupon'))).toEqual([]);
  });

  it('links to pages and headings that exist', () => {
    const broken = [...body.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)].filter(
      ([, file, heading]) => {
        const target = file === '' ? page : join(dirname(page), file!);
        return (
          !existsSync(join(root, target)) || (heading !== undefined && !anchorsOf(text(target)).has(heading))
        );
      },
    );
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});

/** The anchors that a page's headings get where it is shown. */
function anchorsOf(body: string): Set<string> {
  const headings = [...body.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading!.toLowerCase());
  return new Set(headings.map((heading) => heading.replace(/[^\w\s-]/g, '').replace(/ /g, '-')));
}
