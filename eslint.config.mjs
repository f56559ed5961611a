import tseslint from 'typescript-eslint';
import { ownWords } from './scripts/eslint/own-words.mjs';
import { rawSinks, safeCasts } from './scripts/eslint/sinks.mjs';
import { walls } from './scripts/eslint/walls.mjs';

const CLOCKS = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'no clock but the one passed in',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'no clock but the one passed in',
  },
  {
    selector: "CallExpression[callee.object.name='performance'][callee.property.name='now']",
    message: 'no clock but the one passed in',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'randomness is passed in, or comes from node:crypto',
  },
];
const EXPORTS = [{ selector: 'ExportDefaultDeclaration', message: 'no default exports' }];

export default tseslint.config(
  // What is an error is mended, and silenced nowhere.
  { linterOptions: { noInlineConfig: true } },
  { ignores: ['dist/', 'lib/', 'coverage/', 'node_modules/', '.cache/'] },
  {
    files: ['src/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    plugins: {
      'caa-guard': {
        rules: { walls, 'raw-sinks': rawSinks, 'safe-casts': safeCasts, 'own-words': ownWords },
      },
    },
    rules: {
      'caa-guard/walls': 'error',
      'caa-guard/safe-casts': 'error',
      'caa-guard/own-words': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      eqeqeq: 'error',
      'prefer-const': 'error',
      'no-control-regex': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/**/*.test.ts', 'src/**/testing/**'],
    rules: {
      'no-restricted-syntax': ['error', ...CLOCKS, ...EXPORTS],
      'caa-guard/raw-sinks': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true }],
    },
  },
  {
    // The edges, where the real clock and the real network are taken and passed in.
    files: ['src/cli/bin.ts', 'src/github/main.ts', 'src/**/system*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...EXPORTS] },
  },
  {
    files: ['test/**/*.ts', 'src/**/*.test.ts', 'src/**/testing/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
