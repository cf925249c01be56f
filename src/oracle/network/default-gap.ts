/** The relative gap at which a bracket counts as closed unless told. */
export const DEFAULT_GAP = 1e-9;
