import { linearMargin, parseDataset } from 'margin-laws';

const answer = await linearMargin(parseDataset('1/3,1,1\n1,1/3,1'));
if (answer.separable) console.log('gamma*^2 =', answer.gammaSquared.toFraction());
