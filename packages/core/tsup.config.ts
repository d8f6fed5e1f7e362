import { defineConfig } from 'tsup'
import { tsupBase } from '../../tsup.base.ts'

export default defineConfig(
  tsupBase({
    index: 'src/index.ts',
    store: 'src/store/index.ts',
    http: 'src/http/index.ts',
    node: 'src/node/index.ts',
    web: 'src/web/index.ts',
  }),
)
