import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

const root = join(__dirname, '../../..');
const src = join(root, 'libs/pipeline/src');
const pageFile = join(root, 'docs/architecture.md');
const page = (): string => readFileSync(pageFile, 'utf8');

const listed = [...page().matchAll(/^\d+\. `(\w+)` /gm)].map(([, room]) => room!);
const uses = roomsUsed();

describe('the rooms of the engine', () => {
  it('are those that the page lists', () => {
    expect([...uses.keys()].sort()).toEqual([...listed].sort());
  });

  it('use earlier rooms only: no phase calls back into one that comes after it', () => {
    const goBack = [...uses].flatMap(([room, imports]) =>
      [...imports]
        .filter(([used]) => listed.indexOf(used) >= listed.indexOf(room))
        .map(([used, file]) => `${file} imports ${used}`),
    );
    expect(goBack).toEqual([]);
  });

  it('are drawn as they import each other (UPDATE_DOCS=1 draws them anew)', () => {
    const graph = `graph LR\n${arrows().join('\n')}\n`;
    const drawn = /(?<=```mermaid\n)graph LR\n[^`]*/;
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(pageFile, page().replace(drawn, graph));
    expect(drawn.exec(page())?.[0]).toBe(graph);
  });
});

describe('the way of one row', () => {
  const [way = ''] = /(?<=```mermaid\n)graph TD\n[^`]*/.exec(page()) ?? [];

  it('goes through functions that exist', () => {
    const steps = [...way.matchAll(/(\w+\/[\w-]+\.ts)#(\w+)/g)];
    expect(steps.length).toBeGreaterThan(5);
    for (const [, file, name] of steps)
      expect(readFileSync(join(src, file!), 'utf8')).toMatch(
        new RegExp(`^export (async function|function|const) ${name!}\\b`, 'm'),
      );
  });

  it('goes through queries that exist, and read what the arrows come from', () => {
    for (const [file] of way.matchAll(/sql\/[\w/-]+\.sql/g))
      expect([file, existsSync(join(root, file))]).toEqual([file, true]);
    const reads = (table: string): string =>
      readFileSync(join(root, 'sql/metrics/orders', table, 'definition.yaml'), 'utf8');
    expect(reads('valid_orders')).toMatch(/^ {2}core\.orders:$/m);
    expect(reads('order_daily')).toMatch(/^ {2}core\.orders:$[^]*^ {2}core\.valid_orders:$/m);
  });
});

test('every project stands in its layer on the page, as nx graph draws it', () => {
  const projects = manifests('').flatMap((file) => {
    const { nx, ...rest } = JSON.parse(readFileSync(join(root, file), 'utf8')) as Manifest;
    const { name, tags } = nx ?? rest;
    return name && tags ? [[name, tags[0]!.replace('layer:', '')] as const] : [];
  });
  expect(projects.length).toBeGreaterThan(20);
  const rows = [...page().matchAll(/^\| (\w+) +\| [^|]+ \| (`[^|]+`) +\|$/gm)].flatMap(([, layer, names]) =>
    [...names!.matchAll(/`([\w-]+)`/g)].map(([, name]) => [name!, layer!] as const),
  );
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(projects));
});

interface Manifest {
  readonly name?: string;
  readonly tags?: readonly string[];
  readonly nx?: { readonly name: string; readonly tags: readonly string[] };
}

/** The files that make a folder an Nx project, below a folder of the workspace. */
function manifests(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !/^(node_modules|dist|src|test|tools|docs|\..*)$/.test(entry.name))
      return manifests(path);
    return folder !== '' && (entry.name === 'package.json' || entry.name === 'project.json') ? [path] : [];
  });
}

/** Per room the rooms that its files import, each with a file that does. */
function roomsUsed(): Map<string, Map<string, string>> {
  const rooms = readdirSync(src, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return new Map(rooms.map(({ name }) => [name, importsOf(name)]));
}

function importsOf(room: string): Map<string, string> {
  const imports = new Map<string, string>();
  for (const name of readdirSync(join(src, room), { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const file = join(room, name);
    for (const [, path] of readFileSync(join(src, file), 'utf8').matchAll(/from '(\.[^']*)'/g)) {
      const [used] = relative(src, normalize(join(src, dirname(file), path!))).split('/');
      if (used !== room) imports.set(used!, file);
    }
  }
  return imports;
}

/** The imports that do not follow from others, in the order of the list. */
function arrows(): string[] {
  const reached = (room: string): Set<string> =>
    new Set([...uses.get(room)!.keys()].flatMap((used) => [used, ...reached(used)]));
  return listed.flatMap((room) => {
    const used = [...uses.get(room)!.keys()].sort((a, b) => listed.indexOf(a) - listed.indexOf(b));
    return used
      .filter((one) => !used.some((other) => other !== one && reached(other).has(one)))
      .map((one) => `  ${room} --> ${one}`);
  });
}
