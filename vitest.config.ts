import { defineConfig } from 'vitest/config';

/**
 * unit: beside the sources and in test/, needs nothing but Node. conformance: vectors beside the checkout.
 * integration: real name servers and resolvers. action: the built bundle under Node 24.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/unit/**/*.test.ts'],
          // against what hangs: a property over many cases takes long where many programs share a core
          testTimeout: 30_000,
        },
      },
      {
        test: { name: 'conformance', include: ['test/conformance/**/*.test.ts'], testTimeout: 120_000 },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      { test: { name: 'action', include: ['test/action/**/*.test.ts'], testTimeout: 60_000 } },
    ],
    coverage: { provider: 'v8', include: ['src/**'], exclude: ['src/**/*.test.ts'] },
  },
});
