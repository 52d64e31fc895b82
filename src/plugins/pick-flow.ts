/** The flow that lets one look for a thing while typing; its state is the command that then answers. */
export const pickFlowId = "pick";
