// `npm pack` ignores publishConfig.exports and would ship exports that point at sources.
if (!(process.env.npm_config_user_agent ?? '').startsWith('pnpm/')) {
  console.error('Pack and publish through pnpm: npm would ship exports that point at src.')
  process.exit(1)
}
