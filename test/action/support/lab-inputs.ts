import type { Demo } from '../../../src/lab/index.js';

/** What a repository holds whose Action looks at the lab. */
export function labFiles(demo: Demo): Record<string, string> {
  const { dns, ct } = demo.lab.access;
  return {
    'caa-guard.yaml': demo.policy(),
    'root.hints': dns.rootHints ?? '',
    'root.ds': dns.trustAnchor ?? '',
    'log-list.json': ct.logList.text,
    'issuers.json': ct.issuers,
  };
}

/** The inputs that point the Action at it. */
export function labInputs(demo: Demo): Record<string, string> {
  const { dns, ct } = demo.lab.access;
  return {
    'root-hints': 'root.hints',
    'trust-anchor': 'root.ds',
    'dns-port': String(dns.port),
    'allow-private-addresses': 'true',
    'ct-url': ct.url,
    'log-list': 'log-list.json',
    issuers: 'issuers.json',
    'time-limit': '20s',
  };
}
