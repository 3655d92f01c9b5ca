import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const LONGEST_FILE = 250;

/** What the files of a folder must not import: `extension → vscode → core → shared ← server ← demo`, and never a test. */
const forbiddenImports = {
  shared: ['vscode', '**/core/**', '**/vscode/**', '**/server/**', '**/demo/**'],
  core: ['vscode', '**/vscode/**', '**/server/**', '**/demo/**'],
  vscode: ['**/server/**', '**/demo/main*', '**/demo/startDemo*', '**/demo/authorizationServer/**'],
  server: ['vscode', '**/core/**', '**/vscode/**', '**/demo/**'],
  demo: ['vscode', '**/core/**', '**/vscode/**'],
};
const neverFromSources = ['**/test/**', '**/scripts/**', 'mocha', 'playwright-core'];

function boundary([folder, patterns]) {
  const message = 'The direction is extension → vscode → core → shared ← server ← demo.';
  return {
    files: [`src/${folder}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: patterns.filter((name) => name === 'vscode').map((name) => ({ name, message })),
          patterns: [{ group: [...patterns.filter((name) => name !== 'vscode'), ...neverFromSources], message }],
        },
      ],
    },
  };
}

export default defineConfig(
  { ignores: ['dist/', 'out/', '.cache/', '.vscode-test/', 'node_modules/'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // `import()` in a type is how a package that loads late is named.
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // A text is spread into its code points, an unencrypted loopback address is allowed on purpose.
      '@typescript-eslint/no-misused-spread': ['error', { allow: [{ from: 'lib', name: 'string' }, 'string'] }],
      '@typescript-eslint/no-deprecated': [
        'error',
        { allow: [{ from: 'package', package: 'openid-client', name: 'allowInsecureRequests' }] },
      ],
      // Noise: VS Code's classes are used as interfaces, its asynchronous interfaces are implemented synchronously, and
      // an environment variable reads better in brackets.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/dot-notation': 'off',
    },
  },
  {
    rules: {
      eqeqeq: 'error',
      'no-console': 'off',
      'max-lines': ['error', { max: LONGEST_FILE, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ['src/**'], ignores: ['src/server/main.ts', 'src/demo/main.ts'], rules: { 'no-console': 'error' } },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        setTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
      },
    },
  },
  {
    // Mocha's describe and it take promises, and node:assert functions are asserted through their types.
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off' },
  },
  ...Object.entries(forbiddenImports).map(boundary),
);
