// Writes the manifests that follow from the table of jobs: `npx nx run k8s:make`.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allJobs } from '@acme/jobs';
import { madeFiles, root } from './made-files';

const files = madeFiles(allJobs);
for (const file of readdirSync(join(root, 'base/cronjobs')))
  if (!files.has(`base/cronjobs/${file}`)) rmSync(join(root, 'base/cronjobs', file));
for (const [path, text] of files) writeFileSync(join(root, path), text);
