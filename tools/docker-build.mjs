// Builds the image of an app, `node tools/docker-build.mjs <app>` in the root of the workspace; run by Nx.
// The environment may set NODE_IMAGE (the base), IMAGE_PREFIX, VERSION, REVISION, CREATED and SOURCE, and
// DOCKER_BUILD_OPTIONS for further options of `docker build`.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { git, revision, shortRevision } from './revision.mjs';

const [app] = process.argv.slice(2);
const { env } = process;
const { name, description, bin } = JSON.parse(readFileSync(`apps/${app}/package.json`, 'utf8'));
// An image is called as its program is.
const title = Object.keys(bin ?? {})[0] ?? name.replace(/^@acme\//, '');
const version = env.VERSION || 'dev';

const buildArguments = {
  APP: app,
  TITLE: title,
  DESCRIPTION: description,
  VERSION: version,
  REVISION: revision(),
  // The commit's date: the same commit makes the same image.
  CREATED: env.CREATED || git('show', '--no-patch', '--format=%cI', 'HEAD'),
  SOURCE: env.SOURCE || repository(),
  ...(env.NODE_IMAGE ? { NODE_IMAGE: env.NODE_IMAGE } : {}),
};

// The label and the program name one commit: a bundle of another one is not what this image should hold.
const bundled = execFileSync('node', [`apps/${app}/dist/main.js`, '--version'], { encoding: 'utf8' }).trim();
if (!bundled.includes(shortRevision())) {
  process.stderr.write(`docker-build: the bundle is ${bundled}, and not of ${revision()}; build it again\n`);
  process.exit(1);
}

const options = [
  ...['--file', `apps/${app}/Dockerfile`],
  ...['--tag', `${env.IMAGE_PREFIX || 'acmeshop'}/${title}:${version}`],
  ...Object.entries(buildArguments).flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]),
  ...(env.DOCKER_BUILD_OPTIONS ?? '').split(/\s+/).filter(Boolean),
];
try {
  execFileSync('docker', ['build', ...options, '.'], { stdio: ['ignore', 'inherit', 'inherit'] });
} catch (error) {
  process.stderr.write(
    error.code === 'ENOENT'
      ? 'docker-build: there is no docker command; install a Docker engine, or let CI build the images\n'
      : `docker-build: the image ${title} was not built; is the engine running, and the base to be had (NODE_IMAGE)?\n`,
  );
  process.exitCode = 1;
}

/** Where the code is to be found, if that is an address and not a folder; without a password in it. */
function repository() {
  const url = git('config', '--get', 'remote.origin.url');
  return /^(https?|ssh):|^git@/.test(url) ? url.replace(/\/\/[^/@]*@/, '//') : '';
}
