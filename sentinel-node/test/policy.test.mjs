// Policies, evidence and counters, as JavaScript sees them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Scanner, Vault, inputOffset, outputOffset, pseudonym } from 'sentinel-secrets'

const KEY = 'AKIA' + 'QYLPMN5HHHFPZAM2'

test('replacements are places in the unit of the text', () => {
  const { text, replacements } = new Scanner({ policy: 'default: mask' }).redact(`🔑=${KEY} é`)
  assert.equal(text, '🔑=AKIA****AM2 é')
  const expected = { type: 'AWS_ACCESS_KEY', treatment: 'mask', input: { start: 3, end: 23 }, output: { start: 3, end: 14 } }
  assert.deepEqual(replacements, [expected])
  assert.equal(inputOffset(replacements, 15), 24)
  assert.equal(outputOffset(replacements, 24), 15)
  assert.throws(() => inputOffset([{ type: 7 }], 1), { code: 'invalid_input' })
})

test('counters count', () => {
  const scanner = new Scanner({ policy: 'rules: {AWS_ACCESS_KEY: block}', maxInputBytes: 100 })
  scanner.redact(`key=${KEY}`)
  scanner.redact('x'.repeat(101))
  const stream = scanner.stream()
  stream.push('all is well')
  stream.finish()
  assert.deepEqual(scanner.counters, {
    calls: 3, bytes: 24 + 101 + 11, found: 1, redacted: 0, blocked: 1, limited: 1, failed: 0,
  })
})

test('a pseudonym can be made to look for it', () => {
  const key = 'a key of pseudonyms that nobody may see'
  const scanner = new Scanner({ policy: 'default: pseudonym', pseudonymKeys: { k1: key } })
  assert.equal(scanner.redact(`key=${KEY}`).text, 'key=' + pseudonym('k1', key, 'AWS_ACCESS_KEY', KEY))
  assert.throws(() => pseudonym('k1', 'short', 'A', 'b'), { code: 'invalid_input' })
})

test('a policy gives tokens of a vault, which restores them', () => {
  const vault = new Vault('memory://')
  const scanner = new Scanner({ policy: 'rules: {AWS_ACCESS_KEY: tokenize}', vault })
  const line = `key=${KEY} user=7`
  const { text, error } = scanner.redact(line)
  assert.equal(error, null)
  assert.match(text, /^key=«sn:AWS_ACCESS_KEY:[^»]*» user=7$/)
  const until = new Date(Date.now() + 60_000).toISOString()
  const grant = { by: 'person:ann', sink: 'file', purpose: 'a test', until, rules: ['AWS_ACCESS_KEY'] }
  assert(vault.restore(text, grant).expose() === line, 'the value is back')
  assert.equal(scanner.redactAs('environment', `AWS=${KEY}`).text.startsWith('AWS=«sn:'), true)
  assert.throws(() => new Scanner({ policy: 'default: tokenize' }), { code: 'invalid_input' })
  assert.throws(() => new Scanner({ policy: 'default: tokenize', vault: {} }), { code: 'invalid_input' })
})
