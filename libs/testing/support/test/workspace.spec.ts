import { readFileSync } from 'node:fs';
import { join } from 'node:path';

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
