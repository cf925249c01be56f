import fc from 'fast-check';
import { K3 } from '../../src/claims/k3-conservation.js';
import { flowDatasets, flowStarts, logScales } from '../arbitraries/flow.js';
import { theorem } from '../harness/theorem.js';

const widths = fc.integer({ min: 1, max: 4 });
const data = (d: number) => flowDatasets(d, { minPoints: 1, maxPoints: 8 });

theorem(K3, { instances: flowStarts(data, { m: widths, logScale: logScales(-40, 1) }), runs: 150 });
