import { R2, R2NoAgreement } from '../../src/claims/r2-agreement.js';
import { agreeingStarts, disagreeingStarts } from '../arbitraries/flow-agreement.js';
import { theorem } from '../harness/theorem.js';

theorem(R2, { instances: agreeingStarts(), runs: 80 });

theorem(R2NoAgreement, { instances: disagreeingStarts(), runs: 20 });
