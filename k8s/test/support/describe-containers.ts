import { engineAnswers } from './engine';

/** A suite that needs a Docker engine; without one it counts as skipped, and the set-up says so aloud. */
export const describeContainers: jest.Describe = engineAnswers() ? describe : describe.skip;
