import type { LogServer } from './log-server.js';

const MMD = { rfc6962: 86_400, static: 60 } as const;

/**
 * The logs of a lab as a log list v3 (the form of Google's `log_list.json`), each run by an operator of its own and usable
 * since `since`. Nobody signed it: whoever uses it has to trust the lab.
 */
export function logListJson(servers: readonly LogServer[], since: number, now: number): string {
  const operators = servers.map((server, i) => {
    const { log } = server;
    const common = {
      description: log.options.description,
      log_id: log.logId.toString('base64'),
      key: log.publicKey.toString('base64'),
      mmd: MMD[log.options.kind],
      state: { usable: { timestamp: iso(since) } },
    };
    const tiled = { ...common, submission_url: `https://${log.options.origin}/`, monitoring_url: server.url };
    return {
      name: `Lab operator ${i + 1}`,
      email: [`logs@operator${i + 1}.test`],
      logs: log.options.kind === 'rfc6962' ? [{ ...common, url: server.url }] : [],
      tiled_logs: log.options.kind === 'static' ? [tiled] : [],
    };
  });
  return `${JSON.stringify({ version: '1.0', log_list_timestamp: iso(now), operators }, null, 2)}\n`;
}

function iso(at: number): string {
  return new Date(at).toISOString().replace(/\.[0-9]+Z$/, 'Z');
}
