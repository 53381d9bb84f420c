/** Tells how far a request is. */
export type Report = (done: number, total: number) => void;
