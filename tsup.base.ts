import type { Options } from 'tsup'

/** How every package is built: ESM only, types bundled, one chunk graph for all entry points. */
export const tsupBase = (entry: Record<string, string>): Options => ({
  entry,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  splitting: true,
  sourcemap: true,
  clean: true,
  // Whatever is imported has to be a declared dependency; tsup would bundle a devDependency.
  skipNodeModulesBundle: true,
  removeNodeProtocol: false,
  // TypeScript 6 deprecates `baseUrl`, which tsup's declaration build still sets.
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
})
