// Runs the vectors of vaults: steps with one vault, each with what it gives or the code of its error.
import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { Scanner, SentinelError, Vault, guard } from 'sentinel-secrets'

const scanner = new Scanner()

/** The text that a step gives, and its traces. */
function given(step, vault) {
  if (step.tokenize !== undefined) {
    const { tenant = '', session = '' } = step
    return { text: scanner.tokenize(step.tokenize, vault.scoped({ tenant, session })).text }
  }
  if (step.restore !== undefined) return { text: vault.restore(step.restore, step.grant).expose() }
  const { grant, policy } = step
  const guarded = guard(step.guard, step.sink, { vault, grant, policy })
  return { text: guarded.expose(), traces: guarded.traces.map(({ kind, action, line }) => [kind, action, line]) }
}

export function vault({ vault: { steps, ...options } }) {
  const vault = new Vault('memory://', options)
  for (const step of steps) {
    if (step.error === undefined) {
      const { text, traces } = given(step, vault)
      // Where it is wrong, the text may be a value: it is not shown.
      assert(text === step.gives, 'the text is the one that is expected')
      assert.deepEqual(traces, step.traces)
      continue
    }
    let error
    try {
      given(step, vault)
    } catch (thrown) {
      error = thrown
    }
    assert(error instanceof SentinelError, 'an error is thrown')
    assert.equal(error.code, step.error)
    for (const name of step.names ?? []) assert(error.message.includes(name), `the error names ${name}`)
    for (const hidden of step.hides ?? []) assert(!inspect(error).includes(hidden), 'the error quotes its input')
  }
}
