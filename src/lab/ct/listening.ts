import type { Server } from 'node:http';

/** Listens on a free port of 127.0.0.1. Rejects if it cannot. */
export async function listenLocally(server: Server): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
}

/** Ends a server and whatever is still connected to it. */
export async function stopListening(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}
