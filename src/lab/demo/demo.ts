import { createLab, type Lab, type LabOptions } from '../lab.js';
import { DEMO_CASES, deploy, policyOf, type DemoCase } from './cases.js';

/** The built-in demo: a handful of domains, a policy that fits them, and what then happens to them. */
export interface Demo {
  readonly lab: Lab;
  readonly cases: readonly DemoCase[];
  /** Text of a policy (YAML) that declares all domains as they were set up. */
  policy(): string;
  /** Lets happen what the cases tell, to all of them or to these; once each. */
  drift(...names: readonly string[]): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function createDemo(options: LabOptions): Demo {
  const lab = createLab(options);
  const { clock } = options;
  for (const one of DEMO_CASES) deploy(lab, one, clock.now());
  const happened = new Set<string>();
  return {
    lab,
    cases: DEMO_CASES,
    policy: () => demoPolicy(lab),
    drift: (...names) => {
      for (const one of DEMO_CASES) {
        if (happened.has(one.name) || (names.length > 0 && !names.includes(one.name))) continue;
        happened.add(one.name);
        one.drift?.(lab, lab.dns.zone(one.name), clock.now());
      }
    },
    start: () => lab.start(),
    stop: () => lab.stop(),
  };
}

/** The demo's policy; the keys of the own certificates and the DS of the pinned zone are those of this lab. */
function demoPolicy(lab: Lab): string {
  const head = [
    "# The policy of the built-in demo: what the domains' owner declares. Keys and digests are those of this lab.",
    'version: 1',
    'extends: caa-guard:baseline',
    'domains:',
  ];
  return [...head, ...DEMO_CASES.flatMap((one) => policyOf(lab, one)), ''].join('\n');
}
