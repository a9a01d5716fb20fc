// What rules cost, and what becomes of one that costs too much.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Scanner, open } from 'sentinel-secrets'
import { AWS_KEY } from './support.mjs'

const yaml = `
patterns:
  KEY: {regex: 'key_[a-z]{4}', entropy: 2.2}
  ALL: {regex: '[a-z0-9]{9}'}
  NEVER: {regex: 'never_[a-z]+'}
`
const scanner = (options) => new Scanner({ yaml, builtin: false, ...options })

test('a profile counts what each rule did', () => {
  const text = 'key_abcd key_aaaa key_12\n123456789 é\n'
  for (const given of [text, new TextEncoder().encode(text)]) {
    const { bytes, nanoseconds, rules } = scanner().profile(given)
    assert.equal(bytes, Buffer.byteLength(text))
    assert(nanoseconds > 0)
    assert.deepEqual(rules.map(({ rule }) => rule).sort(), ['ALL', 'KEY'])
    const { nanoseconds: time, ...key } = rules.find(({ rule }) => rule === 'KEY')
    assert.deepEqual(key, { rule: 'KEY', candidates: 2, regex_runs: 2, searched_bytes: 16, matches: 1, refused: 1 })
    assert(time <= nanoseconds && rules[0].nanoseconds >= rules[1].nanoseconds)
  }
})

test('a text past the limit has no profile', () => {
  assert.throws(() => scanner({ maxInputBytes: 8 }).profile('123456789'), { code: 'limit_exceeded' })
  assert.throws(() => scanner().profile(7), { code: 'invalid_input' })
})

for (const disableSlowRules of [false, true]) {
  test(`a rule over its budget is reported${disableSlowRules ? ', and turns itself off' : ''}`, () => {
    // No rule keeps a budget of a nanosecond.
    const slow = scanner({ ruleBudget: 1e-6, disableSlowRules })
    slow.scan('123456789')
    assert.deepEqual(slow.slowRules(), [], 'less than a MiB says nothing')
    slow.scan('123456789 ' + ' '.repeat(1 << 20))
    assert.equal(slow.scan('123456789').length, disableSlowRules ? 0 : 1)
    const [{ rule, disabled, skipped, nanoseconds_per_mib }, ...others] = slow.slowRules()
    assert.deepEqual([rule, disabled, skipped > 0, others.length], ['ALL', disableSlowRules, disableSlowRules, 0])
    assert(nanoseconds_per_mib > 1)
  })
}

test('a wrong budget is named', () => {
  assert.throws(() => scanner({ ruleBudget: -1 }), { code: 'invalid_input', context: { field: 'ruleBudget' } })
  assert.throws(() => scanner({ disableSlowRules: true }), (error) => error.context.field === 'disable_slow_rules')
})

test('a record that becomes too long is withheld', async () => {
  const sentinel = await open('memory://', { maxOutputBytes: 20 })
  const { text, entry, error } = await sentinel.process(`key=${AWS_KEY}`)
  assert.equal(text, '[REDACTED:LIMIT]')
  assert.notEqual(entry, null)
  assert.equal(error.context.field, 'max_output_bytes')
  await sentinel.close()
})
