import { readDataset } from './read-dataset.js';
import { toReal } from '../model/dataset.js';
import { augment } from '../model/symmetry.js';
import { balancedInitialisation } from '../model/initialisation.js';
import { flow } from '../flow/flow.js';
let ds = await readDataset(new URL('../../fixtures/datasets/wine-1.svm', import.meta.url).pathname);
const net = balancedInitialisation({d: 13, m: 4, leak: 0.5, seed: 1});
let c = 0; const t0=performance.now();
await flow(toReal(ds), net, -40, {maxSteps: 1500, onSample: s => { if (c++ % 100 === 0) console.log(c, s.margin.toPrecision(8), s.logSquaredNorm.toFixed(4), s.logLoss.toFixed(2), Math.round(performance.now()-t0)); }}).then(r=>console.log(r.status,r.why,r.steps,r.events, Math.round(performance.now()-t0)));
