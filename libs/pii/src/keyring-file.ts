import { realpathSync, statSync } from 'node:fs';

/** Mounted from a Kubernetes Secret: the kubelet's links lead to a folder of this name. */
const secretVolume = /\/\.\.\d{4}_/;

/**
 * What is wrong with the mode of a keyring's file, and what to do; undefined: nothing. That a group may read it is how
 * it reaches a service's user; a mounted Secret of any mode can be read inside its container only.
 */
export function keyringFileWarning(file: string | undefined): string | undefined {
  if (!file || process.platform === 'win32') return undefined;
  try {
    const mode = statSync(file).mode & 0o777;
    const who = [
      ...(mode & 0o020 ? ['its group may change it'] : []),
      ...(mode & 0o002 ? ['everybody may change it'] : []),
      ...(mode & 0o004 ? ['everybody may read it'] : []),
    ];
    const readOnly = (mode & 0o022) === 0;
    if (who.length === 0 || (readOnly && secretVolume.test(realpathSync(file)))) return undefined;
    return `the keyring file has mode ${mode.toString(8).padStart(4, '0')}: ${who.join(', ')}; chmod 600 it, or 640 if its group is the service's own`;
  } catch {
    // That it cannot be read is told when it is.
    return undefined;
  }
}
