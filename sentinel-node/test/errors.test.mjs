// Errors: their codes, what they name, and that they quote nothing.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { inspect } from 'node:util'
import * as sentinels from 'sentinel-secrets'
import { AWS_KEY, WEBHOOK_SECRET, temporaryFolder } from './support.mjs'

const { Scanner, SentinelError, Vault, checkRules, draftRegex, guard, inputOffset, open, outputOffset, preview, redact, scan } = sentinels

/** Stands where a secret could stand: no error may hold it. */
const SECRET = 'hunter2' + 'hunter2'

async function caught(call) {
  try {
    await call()
  } catch (error) {
    assert(error instanceof SentinelError && error instanceof Error)
    assert.equal(error.name, 'SentinelError')
    assert(!inspect(error, { showHidden: true, depth: 9 }).includes(SECRET), 'an error quotes its input')
    assert(error.message && error.operation)
    assert.equal(error.retryable, ['storage', 'network'].includes(error.code))
    return error
  }
  assert.fail('nothing was thrown')
}

const rules = (yaml) => () => new Scanner({ yaml })

test('calls fail with the right code and field, at once or by their promise', async () => {
  const sentinel = await open('memory://')
  const webhook = { webhookSecret: WEBHOOK_SECRET }
  const table = [
    [rules(`patterns: {A: {regex: [${SECRET}`), 'invalid_patterns'],
    [rules('patterns: {A: {regexp: x}}'), 'invalid_patterns', 'patterns.A.regexp'],
    [rules('patterns: {A: {regex: "a("}}'), 'invalid_rule'],
    [rules('patterns: {A: {regex: a, confidence: 2}}'), 'invalid_patterns', 'confidence'],
    [() => checkRules('patterns: ['), 'invalid_patterns'],
    [() => new Scanner({ rules: '/does/not/exist.yaml' }), 'not_found'],
    [() => new Scanner({ rules: tmpdir() }), 'storage'],
    [() => new Scanner({ [SECRET.slice(0, 3)]: SECRET }), 'invalid_input', 'hun'],
    [() => new Scanner({ pii: SECRET }), 'invalid_input', 'pii'],
    [() => new Scanner({ maxInputBytes: -1 }), 'invalid_input', 'maxInputBytes'],
    [() => new Scanner({ maxTime: -1 }), 'invalid_input', 'maxTime'],
    [() => new Scanner({ maxTime: Number.NaN }), 'invalid_input', 'maxTime'],
    [() => new Scanner({ maxInputBytes: Number.NaN }), 'invalid_input', 'maxInputBytes'],
    [() => new Scanner({ maxInputBytes: Infinity }), 'invalid_input', 'maxInputBytes'],
    [() => new Scanner({ maxOutputBytes: 7n }), 'invalid_input', 'maxOutputBytes'],
    [() => new Scanner({ policy: () => SECRET }), 'invalid_input', 'policy'],
    [() => new Scanner({ paths: { redact: ['a', 5] } }), 'invalid_input', 'paths.redact[1]'],
    [() => new Scanner({ paths: { redact: [Number.NaN] } }), 'invalid_input', 'paths.redact[0]'],
    [() => new Scanner({ paths: { hide: [SECRET] } }), 'invalid_input', 'paths.hide'],
    [() => new Scanner({ vault: {} }), 'invalid_input', 'vault'],
    [() => new Vault('memory://', { retention: Number.NaN }), 'invalid_input', 'retention'],
    [() => guard(SECRET, 'file', { vault: { SECRET } }), 'invalid_input', 'vault'],
    [() => inputOffset([], -3), 'invalid_input', 'offset'],
    [() => inputOffset([], Number.NaN), 'invalid_input', 'offset'],
    [() => outputOffset([], 2 ** 53), 'invalid_input', 'offset'],
    [() => outputOffset([], 1.5), 'invalid_input', 'offset'],
    [() => new Scanner().scanTree('/does/not/exist', SECRET), 'invalid_input', 'options'],
    [() => new Scanner().scanTree('/does/not/exist', { onProgress: SECRET }), 'invalid_input', 'onProgress'],
    [() => new Scanner().scanTree('/does/not/exist', { signal: {} }), 'invalid_input', 'signal'],
    [() => new Scanner().scanTree('/does/not/exist', { threads: Infinity }), 'invalid_input', 'threads'],
    [() => new Scanner().streamIter(null), 'invalid_input', 'pieces'],
    [() => new Scanner().streamIter(7), 'invalid_input', 'pieces'],
    [() => new Scanner({ known: { 'db.pin': SECRET.slice(0, 7) } }), 'invalid_input'],
    [() => new Scanner({ known: { pin: [SECRET] } }), 'invalid_input', 'known.pin'],
    [() => new Scanner(SECRET), 'invalid_input', 'options'],
    [() => new Scanner({ toJSON: () => { throw new Error(SECRET) } }), 'invalid_input'],
    [() => new Scanner({ toJSON: () => { throw { sentinel: { message: SECRET, code: SECRET } } } }), 'invalid_input'],
    [() => new Scanner({ get yaml() { throw { sentinel: { message: SECRET, code: SECRET } } } }), 'invalid_input'],
    [() => guard('x', 'file', { get vault() { throw new Error(SECRET) } }), 'invalid_input'],
    [() => new Scanner().scanTree('.', { get signal() { throw new Error(SECRET) } }), 'invalid_input'],
    [() => new Scanner({ maxInputBytes: 4 }).scan(SECRET), 'limit_exceeded'],
    [() => scan({ text: SECRET }), 'invalid_input'],
    [() => scan([SECRET]), 'invalid_input'],
    [() => scan(), 'invalid_input'],
    [() => scan(new Float64Array(2)), 'invalid_input'],
    [() => Scanner.prototype.scan.call({}, SECRET), 'invalid_input'],
    [() => preview(SECRET, { keepPrefix: 0.5 }), 'invalid_input', 'keepPrefix'],
    [() => draftRegex([]), 'invalid_input', 'evidence'],
    [() => draftRegex([1]), 'invalid_input'],
    [() => open(`postgres://user:${SECRET}@host/db`), 'invalid_input', 'url'],
    [() => open(), 'invalid_input'],
    [() => open('sqlite:///does/not/exist/sentinel.db'), 'storage'],
    [() => open('memory://', { webhookUrl: 'http://security.example.com', ...webhook }), 'invalid_input', 'url'],
    [() => open('memory://', webhook), 'invalid_input', 'webhookUrl'],
    [() => open('memory://', { webhookUrl: 'https://security.example.com', webhookSecret: SECRET }), 'invalid_input'],
    [() => open('memory://', { maxTime: Number.NaN }), 'invalid_input', 'maxTime'],
    [() => open('memory://', { known: { 'db.pin': 7n } }), 'invalid_input', 'known.db.pin'],
    [() => open('memory://', { webhookSecret: { SECRET } }), 'invalid_input', 'webhookSecret'],
    [() => sentinel.process(), 'invalid_input'],
    [() => sentinel.process({ text: SECRET }), 'invalid_input'],
    [() => sentinel.process('x', { source: 7 }), 'invalid_input', 'source'],
    [() => sentinel.process('x', { source: '\ud800' }), 'invalid_input', 'source'],
    [() => sentinel.process('x', { attributes: { at: Symbol(SECRET) } }), 'invalid_input', 'attributes.at'],
    [() => sentinel.feedback(), 'invalid_input', 'secret_type'],
    [() => sentinel.feedback({ secret_type: 'A', feedback_type: SECRET }), 'invalid_input', 'feedback_type'],
    [() => sentinel.feedback({ secret_type: 'A', feedback_type: 'uncertain', extra: SECRET }), 'invalid_input', 'extra'],
    [() => sentinel.rules.approve(SECRET, { by: 'alice' }), 'not_found'],
    [() => sentinel.rules.approve('upd_00000000'), 'invalid_input', 'by'],
    [() => sentinel.rules.reject('upd_00000000', { by: ' ' }), 'invalid_input', 'by'],
    [() => sentinel.quarantine.entry(SECRET), 'not_found'],
    [() => sentinel.quarantine.entries({ status: SECRET }), 'invalid_input', 'status'],
    [() => sentinel.quarantine.review('log_1', { by: 'alice' }), 'invalid_input', 'status'],
    [() => sentinel.quarantine.open('log_1', { by: 'alice' }), 'invalid_input', 'reason'],
    [() => sentinel.revocations.events({ limit: '7' }), 'invalid_input', 'limit'],
    [() => sentinel.hyperlog.entries({ sequence: -1 }), 'invalid_input', 'sequence'],
  ]
  for (const [call, code, field] of table) {
    const error = await caught(call)
    assert.equal(error.code, code, `${error}`)
    if (field) assert.equal(error.context.field, field, `${error}`)
  }
  await sentinel.close()
})

test('nothing stands for no options', async (t) => {
  const { summary } = await new Scanner(null).scanTree(temporaryFolder(t), null)
  assert.equal(summary.scanned, 0)
})

for (const name of ['Sentinel', 'Rules', 'Quarantine', 'Revocations', 'Hyperlog', 'Stream', 'Restored', 'Guarded']) {
  test(`a ${name} is given by a method alone`, async () => {
    const { code } = await caught(() => new sentinels[name]())
    assert.equal(code, 'invalid_input')
  })
}

test('a promise is never thrown past: wrong arguments reject', async () => {
  const rejected = [open(), open(7), sentinels.Sentinel.prototype.process.call({}, 'x')]
  for (const promise of rejected) {
    assert(promise instanceof Promise)
    await assert.rejects(promise, { code: 'invalid_input' })
  }
})

test('an error in a file names the file, the field and the line', async (t) => {
  const folder = temporaryFolder(t)
  const file = join(folder, 'rules.yaml')
  writeFileSync(file, 'patterns:\n  A:\n    regex: a\n    severity: hot\n')
  const { code, operation, context, message } = await caught(() => new Scanner({ rules: [file] }))
  assert.deepEqual([code, operation], ['invalid_patterns', 'read patterns'])
  assert.deepEqual([context.file, context.field, context.line], [file, 'patterns.A.severity', '4'])
  assert(message.includes(file))
})

test('a line of 100 MB is withheld, whole', async () => {
  const line = `key=${AWS_KEY} `.padEnd(100e6, 'x')
  for (const text of [line, Buffer.from(line)]) {
    const scanner = new Scanner()
    const redacted = scanner.redact(text)
    assert.equal(Buffer.from(redacted.text).toString(), '[REDACTED:LIMIT]')
    assert(redacted.error instanceof SentinelError)
    assert.equal(redacted.error.code, 'limit_exceeded')
    assert.equal((await caught(() => scanner.scan(text))).code, 'limit_exceeded')
    assert.equal(scanner.withheld, 2)
  }
  const sentinel = await open('memory://')
  const outcome = await sentinel.process(line)
  assert.equal(outcome.text, '[REDACTED:LIMIT]')
  assert.equal(outcome.error.code, 'limit_exceeded')
  assert(outcome.error instanceof SentinelError)
  assert.equal(outcome.entry, 'log_1')
  await sentinel.close()
})

test('a closed sentinel says so, and closes again', async () => {
  const sentinel = await open('memory://')
  const { rules } = sentinel
  const underWay = sentinel.process(`key=${AWS_KEY}`)
  await underWay
  await Promise.all([sentinel.close(), sentinel.close()])
  for (const call of [() => sentinel.process('x'), () => rules.active(), () => sentinel.scanner()]) {
    assert.equal((await caught(call)).code, 'conflict')
  }
  await sentinel[Symbol.asyncDispose]()
})

test('a rule that is not fit for use is named with its problems', () => {
  const [check] = checkRules('patterns: {A: {regex: "ab[0-9]", examples: ["b"], counterexamples: ["ab1"]}}')
  assert.equal(check.rule, 'A')
  assert.deepEqual(check.problems, ['examples[0] is not found', 'counterexamples[0] is found'])
  assert.equal(check.notes.length, 2)
})
