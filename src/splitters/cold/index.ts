export { coldBoth } from './both.js';
export { coldDrug, coldPartner } from './one-side.js';
