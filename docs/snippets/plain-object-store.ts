export { plainObjectRaw } from '../../packages/core/test/contract/plain-object-raw.ts'
export { PlainObjectStore } from '../../packages/core/test/contract/plain-object-store.ts'
