/** Raised whenever a message changes its meaning. Client and engine refuse each other when it differs. */
export const protocolVersion = 1;
