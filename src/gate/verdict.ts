/** What a gate says: a limit was kept, it was broken, or this test set cannot tell. */
export const GATE_VERDICTS = ['pass', 'fail', 'inconclusive'] as const;
export type GateVerdict = (typeof GATE_VERDICTS)[number];
