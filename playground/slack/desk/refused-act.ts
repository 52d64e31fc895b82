/** Something that no page of ours asks for: an unknown id, someone else's modal, an impossible choice. */
export class RefusedAct extends Error {}
