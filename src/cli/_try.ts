import { readDataset } from './read-dataset.js';
import { toReal } from '../model/dataset.js';
import { augment } from '../model/symmetry.js';
import { balancedInitialisation, gaussianInitialisation } from '../model/initialisation.js';
import { flow } from '../flow/flow.js';
import { linearMargin } from '../oracle/linear-margin.js';
for (const name of ['iris-setosa.svm','wine-1.svm']) for (const aug of [false,true]) {
  let ds = await readDataset(new URL('../../fixtures/datasets/'+name, import.meta.url).pathname);
  const lm = await linearMargin(ds); const g = lm.separable ? lm.gamma : NaN;
  if (aug) ds = augment(ds);
  for (const [i,init] of [['bal',balancedInitialisation],['gau',gaussianInitialisation]] as const) for (const seed of [1,2,3]) {
    const net = init({d: ds.x[0].length, m: 4, leak: 0.5, seed});
    const t = performance.now();
    const r = await flow(toReal(ds), net, -40, {maxSteps: 5000});
    console.log(name, aug, i, seed, r.status, r.why??'', r.margin, r.margin/(0.375*g), JSON.stringify(r.kkt), r.strict, r.steps, r.events, r.merged, r.branches, 'lnN', r.logSquaredNorm, r.logLoss, Math.round(performance.now()-t)+'ms');
  }
}
