import { telling } from './telling';

/** What the Document view tells the extension; panels have a client of their own, and share the buttons of a notice. */
export const { tell: send, onTell: onSend } = telling('document');
