export { expressHarness } from '../../packages/express/test/contract/express-harness.ts'
