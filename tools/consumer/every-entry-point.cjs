// Each entry point named on the command line loads by require() and by import, as the same module.
const assert = require('node:assert/strict')

const check = async () => {
  for (const entryPoint of process.argv.slice(2)) {
    const required = require(entryPoint)
    assert.ok(Object.keys(required).length > 0, `${entryPoint} exports nothing`)
    assert.equal(await import(entryPoint), required, `${entryPoint} exists twice`)
  }
}

check().catch((error) => {
  console.error(error)
  process.exit(1)
})
