// Objects in memory: a redacted copy, and what was given stays.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { Scanner, SentinelError, redact } from 'sentinel-secrets'

const KEY = 'AKIA' + 'QYLPMN5HHHFPZAM2'
const PLACEHOLDER = '[REDACTED:AWS_ACCESS_KEY]'
const PASSWORD = '[REDACTED:PASSWORD]'

class User {
  constructor(name, password) {
    Object.assign(this, { name, password })
  }
}

const CASES = [
  [{ a: KEY, n: 1 }, { a: PLACEHOLDER, n: 1 }],
  [[KEY, [2.5, null, true, undefined]], [PLACEHOLDER, [2.5, null, true, undefined]]],
  [new Set([KEY, 'a']), new Set([PLACEHOLDER, 'a'])],
  [new Map([['password', 'horse'], [7, KEY]]), new Map([['password', PASSWORD], [7, PLACEHOLDER]])],
  [{ password: 'horse', pin: 1234 }, { password: PASSWORD, pin: '[REDACTED:ONE_TIME_CODE]' }],
  [{ password: 12n }, { password: PASSWORD }],
  [new User('ann', 'horse'), new User('ann', PASSWORD)],
  [{ body: '{"password":"horse"}' }, { body: `{"password":"${PASSWORD}"}` }],
  [{ [KEY]: 1 }, { [PLACEHOLDER]: 1 }],
  [{ [Symbol.for('message')]: KEY }, { [Symbol.for('message')]: PLACEHOLDER }],
  [{ at: new Date(0), raw: new Uint16Array([1, 2]), n: Number.NaN }, { at: new Date(0), raw: new Uint16Array([1, 2]), n: Number.NaN }],
  [null, null],
  [12, 12],
]

for (const [given, expected] of CASES) {
  test(`a copy of ${inspect(given, { breakLength: Infinity }).replaceAll(KEY, '(key)')} is redacted`, () => {
    const before = inspect(given, { depth: null })
    const { text, error } = redact(given)
    assert.equal(error, null)
    assert.deepEqual(text, expected)
    assert(inspect(given, { depth: null }) === before, 'what was given changed')
  })
}

test('headers are redacted by their names', () => {
  const { text } = redact(new Headers({ authorization: 'Basic abc', accept: '*/*' }))
  assert.deepEqual([...text], [['accept', '*/*'], ['authorization', '[REDACTED:AUTHORIZATION]']])
})

test('errors are redacted with their messages and stacks', () => {
  const { text } = redact(new Error(`bad key ${KEY}`))
  assert(text instanceof Error && text.message === `bad key ${PLACEHOLDER}`)
  assert(!text.stack.includes(KEY), 'the stack holds the key')
})

test('what holds itself, or is too deep, is withheld', () => {
  const scanner = new Scanner()
  const ring = { key: KEY }
  ring.ring = ring
  let deep = KEY
  for (let depth = 0; depth < 100_000; depth += 1) deep = [deep]
  for (const given of [ring, deep]) {
    const { text, error, findings } = scanner.redact(given)
    assert.equal(text, '[REDACTED:LIMIT]')
    assert(error instanceof SentinelError && error.code === 'limit_exceeded')
    assert.deepEqual(findings, [])
  }
  assert.equal(scanner.withheld, 2)
  const shared = [KEY]
  assert.deepEqual(scanner.redact([shared, shared]).text, [[PLACEHOLDER], [PLACEHOLDER]])
})

test('an object that throws is withheld and quoted nowhere', () => {
  const broken = { get a() { throw new Error(KEY) } }
  const redacted = redact(broken)
  assert.equal(redacted.text, '[REDACTED:ERROR]')
  assert(!inspect(redacted).includes(KEY), 'the result quotes the key')
})

test('paths mask and keep', () => {
  const scanner = new Scanner({ paths: { redact: ['$.user.*.note'], keep: ['**.fixtures'] } })
  const { text } = scanner.redact({ user: { a: { note: 1 } }, fixtures: { password: 'sample' } })
  assert.deepEqual(text, { user: { a: { note: '[REDACTED:PATH]' } }, fixtures: { password: 'sample' } })
  assert.throws(() => new Scanner({ paths: { keep: ['a['] } }), { code: 'invalid_input' })
})
