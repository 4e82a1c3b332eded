import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

/** Whether a Docker engine answers. */
export const engineAnswers = (): boolean =>
  spawnSync('docker', ['version', '--format', '{{.Server.Version}}'], { stdio: 'ignore' }).status === 0;

/** Output of a docker command. @throws what docker says if it fails */
export function docker(...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('docker', args, { encoding: 'utf8' }, (error, stdout, stderr) =>
      error ? reject(new Error(`docker ${args[0]}: ${stderr.trim()}`)) : resolve(stdout.trim()),
    );
  });
}

/** Builds the images from the bundles by the same script as the target docker-build. */
export function buildImages(apps: readonly string[]): void {
  for (const app of apps) {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/docker-build.mjs', app], {
      cwd: root,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`the image of ${app} was not built:\n${stdout}${stderr}`);
  }
}
