// What a bundle holds of other people's: a software bill of materials (CycloneDX, JSON) and the licences' texts, from
// esbuild's own account of what it wrote. The same sources make the same files.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const licenceFile = /^(licen[cs]e|copying|notice)([.-]|$)/i;

/** Writes dist/sbom.cdx.json and dist/THIRD-PARTY-LICENSES.txt for the app in the working folder. */
export function writeContents(metafile) {
  const app = JSON.parse(readFileSync('package.json', 'utf8'));
  const packages = packagesOf(metafile);
  writeFileSync('dist/sbom.cdx.json', `${JSON.stringify(billOfMaterials(app, packages), null, 2)}\n`);
  writeFileSync('dist/THIRD-PARTY-LICENSES.txt', licences(app, packages));
}

/** The packages of which at least a byte is in the output, by name and version. */
function packagesOf({ outputs }) {
  const files = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([file]) => relative(root, join(process.cwd(), file)).split(sep).join('/')),
  );
  const folders = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []);
  return [...new Set(folders)].map(packageIn).sort((a, b) => (reference(a) < reference(b) ? -1 : 1));
}

function packageIn(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const locked = lock.packages[folder];
  if (locked?.version !== version)
    throw new Error(
      `${folder} is ${version}, and ${locked?.version ?? 'nothing'} in package-lock.json: npm ci`,
    );
  if (typeof license !== 'string')
    throw new Error(`${name} ${version} states no licence: look at it before it is shipped`);
  return { name, version, license, folder: join(root, folder), integrity: locked.integrity };
}

const reference = ({ name, version }) => `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;

/** https://cyclonedx.org/docs/1.6/json */
function billOfMaterials(app, packages) {
  const component = {
    type: 'application',
    'bom-ref': reference(app),
    name: app.name,
    version: app.version,
    description: app.description,
  };
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { lifecycles: [{ phase: 'build' }], component },
    components: packages.map((each) => ({
      type: 'library',
      'bom-ref': reference(each),
      name: each.name,
      version: each.version,
      purl: reference(each),
      licenses: [
        /[ ()]/.test(each.license) ? { expression: each.license } : { license: { id: each.license } },
      ],
      ...(each.integrity ? { hashes: [hashOf(each.integrity)] } : {}),
    })),
    dependencies: [
      { ref: reference(app), dependsOn: packages.map(reference) },
      ...packages.map((each) => ({ ref: reference(each) })),
    ],
  };
}

/** npm's `sha512-<base64>` of the package's archive. */
function hashOf(integrity) {
  const [, bits, text] = /^sha(\d+)-(\S+)/.exec(integrity);
  return {
    alg: bits === '1' ? 'SHA-1' : `SHA-${bits}`,
    content: Buffer.from(text, 'base64').toString('hex'),
  };
}

function licences(app, packages) {
  const parts = packages.map(({ name, version, license, folder }) => {
    const files = readdirSync(folder)
      .filter((file) => licenceFile.test(file))
      .sort();
    const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
    const readme = join(folder, 'README.md');
    // Some packages have it at the end of their README only.
    const section =
      existsSync(readme) && /^#+ *licen[cs]e[\s\S]*/im.exec(readFileSync(readme, 'utf8'))?.[0].trim();
    const text = texts.length > 0 ? texts.join('\n\n') : section || `Licensed under ${license}.`;
    return `${name} ${version} (${license})\n\n${text}`;
  });
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  return `${app.name} contains parts of these packages, under these terms.${rule}${parts.join(rule)}\n`;
}
