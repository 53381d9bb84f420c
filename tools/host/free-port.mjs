import { createServer } from 'node:net';
import { PlainError } from '../plain-error.mjs';

/**
 * Refuses a port that cannot be listened on: the server's own words for it are a stack trace.
 * @param {number} port
 * @returns {Promise<void>}
 */
export function requireFreePort(port) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', ({ code, message }) => {
      const inUse = `Port ${port} is in use. Choose another with --port, or leave it out to take any free one.`;
      reject(new PlainError(code === 'EADDRINUSE' ? inUse : `Port ${port} cannot be used: ${message}.`));
    });
    probe.listen(port, '127.0.0.1', () => probe.close(resolve));
  });
}
