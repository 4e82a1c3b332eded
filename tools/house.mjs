// Figures of the code, `node tools/house.mjs`: per project its files and lines, what each bundle is made of, and what
// should be looked at again. With --check it ends 1 where a figure that must be 0 is not.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { accountOf, bytesByFile, bytesByProject, unshippedIn } from './bundle-origin.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const longFile = 250;
const fullFolder = 15;
// Where the engine's temporary tables are declared and made, and nowhere else.
const declaration = /^libs\/pipeline\/src\/sql\/scratch[\w-]*\.ts$/;

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => existsSync(join(root, file)));
const text = (file) => readFileSync(join(root, file), 'utf8');
const code = files
  .filter((file) => /\.(ts|sql|mjs|cjs)$/.test(file))
  .map((file) => ({ file, lines: text(file).split('\n').length - 1 }));

const projects = files
  .filter((file) => /(^|\/)(package|project)\.json$/.test(file) && file.includes('/'))
  .flatMap((file) => {
    const { nx, ...rest } = JSON.parse(text(file));
    const { name, tags } = nx ?? rest;
    return name && tags ? [{ name, folder: dirname(file), layer: tags[0].replace('layer:', '') }] : [];
  });

/** The project whose folder is the nearest above a file. */
const projectOf = (file) =>
  projects
    .filter(({ folder }) => file.startsWith(`${folder}/`))
    .sort((a, b) => b.folder.length - a.folder.length)[0];

function table(head, rows) {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => String(row[i]).length)));
  const line = (row) =>
    row
      .map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i]) : String(cell).padStart(widths[i])))
      .join('  ');
  console.log([head, ...rows].map(line).join('\n'), '\n');
}

function list(title, entries) {
  console.log(`${title}: ${entries.length}`);
  for (const entry of entries) console.log(`  ${entry}`);
  console.log();
}

function figures(of) {
  const lines = of.map((each) => each.lines).sort((a, b) => a - b);
  const longest = of.reduce((a, b) => (b.lines > a.lines ? b : a));
  const sum = lines.reduce((a, b) => a + b, 0);
  const tests = of.filter(({ file }) => file.includes('/test/')).reduce((all, each) => all + each.lines, 0);
  return [
    of.length,
    sum,
    tests,
    lines[Math.floor(lines.length / 2)],
    longest.lines,
    longest.file.split('/').pop(),
  ];
}

const byProject = new Map();
for (const each of code) {
  const project = projectOf(each.file);
  byProject.set(project, [...(byProject.get(project) ?? []), each]);
}
table(
  ['project', 'layer', 'files', 'lines', 'tests', 'median', 'longest', ''],
  [...byProject]
    .map(([project, of]) => [project?.name ?? 'workspace', project?.layer ?? '', ...figures(of)])
    .sort((a, b) => b[3] - a[3]),
);

const bundles = projects.filter(({ folder }) => existsSync(accountOf(join(root, folder))));
const refused = bundles.flatMap(({ name, folder }) => {
  const bytes = bytesByFile(JSON.parse(text(accountOf(folder))), join(root, folder));
  const sums = [...bytesByProject(bytes)];
  const whole = sums.reduce((sum, [, size]) => sum + size, 0);
  const parts = sums.map(([part, size]) => `${part} ${Math.round(size / 1000)}`).join(', ');
  const unshipped = unshippedIn(bytes);
  const share = unshipped.reduce((sum, file) => sum + bytes.get(file), 0);
  console.log(
    `bundle ${name}: ${Math.round(whole / 1000)} kB, of it development and test code ${share} bytes`,
  );
  console.log(`  in kB: ${parts}\n`);
  return unshipped.map((file) => `${name}: ${file}`);
});
if (bundles.length === 0) console.log('bundles: none is built (npm run build)\n');

const undeclared = files
  .filter(
    (file) =>
      /^(libs\/pipeline\/src|sql\/(engine|parity|reconcile|cutover))\//.test(file) && !declaration.test(file),
  )
  .flatMap((file) =>
    text(file)
      .split('\n')
      .flatMap((line, i) => (/create\s+temp(orary)?\s+table/i.test(line) ? [`${file}:${i + 1}`] : [])),
  );
list('scratch tables without a declaration', undeclared);

const folders = new Map();
for (const { file } of code) folders.set(dirname(file), (folders.get(dirname(file)) ?? 0) + 1);
list(
  `folders with more than ${fullFolder} files`,
  [...folders].filter(([, n]) => n > fullFolder).map(([folder, n]) => `${folder} ${n}`),
);
list(
  `files of more than ${longFile} lines`,
  code.filter(({ lines }) => lines > longFile).map(({ file, lines }) => `${file} ${lines}`),
);

if (process.argv.includes('--check') && undeclared.length + refused.length > 0) process.exitCode = 1;
