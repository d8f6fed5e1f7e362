// Each entry point named on the command line loads by require() and by import, as the same module.
const assert = require('node:assert/strict')
const { readFileSync } = require('node:fs')

const check = async () => {
  for (const entryPoint of process.argv.slice(2)) {
    const required = require(entryPoint)
    assert.ok(Object.keys(required).length > 0, `${entryPoint} exports nothing`)
    assert.equal(await import(entryPoint), required, `${entryPoint} exists twice`)
  }
  // What is handed out as it is lies where the package says.
  const { schemaScript } = require('@session/jdbc')
  assert.match(readFileSync(schemaScript('postgresql'), 'utf8'), /CREATE TABLE SPRING_SESSION/)
}

check().catch((error) => {
  console.error(error)
  process.exit(1)
})
