import { describe, expect, test } from 'vitest'
import type { Manifest } from '../../src/check/manifest.ts'
import { manifestProblems } from '../../src/check/manifest-problems.ts'

const root: Manifest = {
  name: 'root',
  version: '0.0.0',
  license: 'Apache-2.0',
  engines: { node: '>=22' },
}
const entry = { index: 'src/index.ts', http: 'src/http/index.ts' }
const manifest: Manifest = {
  name: '@session/example',
  version: '1.0.0',
  description: 'An example.',
  license: 'Apache-2.0',
  type: 'module',
  sideEffects: false,
  engines: { node: '>=22' },
  files: ['dist'],
  exports: {
    '.': './src/index.ts',
    './http': './src/http/index.ts',
    './package.json': './package.json',
  },
  publishConfig: {
    access: 'public',
    main: './dist/index.js',
    types: './dist/index.d.ts',
    typesVersions: { '*': { http: ['./dist/http.d.ts'] } },
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './http': { types: './dist/http.d.ts', default: './dist/http.js' },
      './package.json': './package.json',
    },
  },
  scripts: { build: 'tsup', prepack: 'node ../../tools/only-pnpm.mjs' },
  dependencies: { '@session/core': 'workspace:^' },
}

describe('manifestProblems', () => {
  test('finds nothing wrong with a manifest whose lists agree', () => {
    expect(manifestProblems(manifest, root, entry)).toEqual([])
  })

  test('finds an entry point that is not built', () => {
    expect(manifestProblems(manifest, root, { index: 'src/index.ts' })).toEqual([
      'tsup.config.ts: entry should be {"index":"src/index.ts","http":"src/http/index.ts"}',
    ])
  })

  test('finds an entry point that is not published', () => {
    const exports = { ...manifest.exports, './node': './src/node/index.ts' }
    const problems = manifestProblems({ ...manifest, exports }, root, {
      ...entry,
      node: 'src/node/index.ts',
    })
    expect(problems).toEqual([
      expect.stringContaining('publishConfig.typesVersions should be'),
      expect.stringContaining('publishConfig.exports should be'),
    ])
  })

  test('finds a folder that is handed out and not packed', () => {
    const assets = { './schema/*': './schema/*' }
    const publishConfig = {
      ...manifest.publishConfig,
      exports: { ...manifest.publishConfig?.exports, ...assets },
    }
    const handing = { ...manifest, exports: { ...manifest.exports, ...assets }, publishConfig }
    expect(manifestProblems(handing, root, entry)).toEqual([
      'package.json: files should be ["dist","schema"]',
    ])
    expect(manifestProblems({ ...handing, files: ['dist', 'schema'] }, root, entry)).toEqual([])
  })

  test.each<[string, Partial<Manifest>]>([
    ['license', { license: 'MIT' }],
    ['type', { type: 'commonjs' }],
    ['sideEffects', { sideEffects: true }],
    ['engines', { engines: { node: '>=18' } }],
    ['files', { files: ['dist', 'src'] }],
    ['scripts.prepack', { scripts: { build: 'tsup' } }],
    ['description', { description: '' }],
    ['@session/core', { dependencies: { '@session/core': '^1.0.0' } }],
  ])('finds a wrong %s', (field, changes) => {
    expect(manifestProblems({ ...manifest, ...changes }, root, entry)).toEqual([
      expect.stringContaining(field),
    ])
  })
})
