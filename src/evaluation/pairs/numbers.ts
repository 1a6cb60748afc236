/** What baselines see of pairs: drugs and partners by their numbers; below 0 for one that training does not have. */
export interface PairNumbers {
  /** Of each training pair. */
  readonly trainDrug: Int32Array;
  readonly trainPartner: Int32Array;
  /** Of each pair to predict. */
  readonly drug: Int32Array;
  readonly partner: Int32Array;
}
