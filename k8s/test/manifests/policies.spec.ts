import { overlays, render } from '../support/kustomize';
import { clusterPolicies } from '../support/policies/cluster';
import { jobPolicies } from '../support/policies/jobs';
import { podPolicies } from '../support/policies/pods';
import { settingPolicies } from '../support/policies/settings';

const policies = [...podPolicies, ...jobPolicies, ...settingPolicies, ...clusterPolicies];

describe.each(overlays)('overlay %s', (overlay) => {
  it.each(policies)('$name', ({ violations }) => {
    expect(violations(render(overlay))).toEqual([]);
  });
});

describe.each(policies)('"$name" is broken', ({ violations, mutations }) => {
  it.each(Object.keys(mutations))('when: %s', (mutation) => {
    const objects = render('production');
    mutations[mutation]!(objects);
    expect(violations(objects)).not.toEqual([]);
  });
});
