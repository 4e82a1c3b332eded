import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { findProblems } from './find-problems';

/** SQL files below a folder; below folders that are projects of their own only from there. */
const sqlFiles = (folder: string): string[] =>
  readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      if (name === 'node_modules') return [];
      if (statSync(path).isDirectory())
        return readdirSync(path).includes('project.json') ? [] : sqlFiles(path);
      return name.endsWith('.sql') ? [path] : [];
    });

/** `tsx main.ts [FOLDER]`: lists what is amiss in the SQL files below it, as file:line, and ends 1 where there is something. */
async function main(folder = '.'): Promise<void> {
  for (const file of sqlFiles(folder)) {
    for (const { line, what } of await findProblems(readFileSync(file, 'utf8'))) {
      process.stdout.write(`${relative('.', file)}:${line}: ${what}\n`);
      process.exitCode = 1;
    }
  }
}

void main(process.argv[2]);
