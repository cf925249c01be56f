/** Why a trajectory cannot go on. */
export class Stuck extends Error {}
