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

test('what is too deep is withheld', () => {
  const scanner = new Scanner()
  let deep = KEY
  for (let depth = 0; depth < 100_000; depth += 1) deep = [deep]
  const endless = { toJSON: () => ({ next: { ...endless } }) }
  for (const given of [deep, endless]) {
    const { text, error, findings } = scanner.redact(given)
    assert.equal(text, '[REDACTED:LIMIT]')
    assert(error instanceof SentinelError && error.code === 'limit_exceeded')
    assert.deepEqual(findings, [])
  }
  assert.equal(scanner.withheld, 2)
})

test('keys of a map that are bytes are names', () => {
  const notUtf8 = Buffer.from([255, 32])
  const given = new Map([
    [Buffer.from('password'), 'horse'],
    [new TextEncoder().encode('token'), 'horse'],
    [Buffer.concat([notUtf8, Buffer.from(KEY)]), 1],
  ])
  const { text } = redact(given)
  assert.deepEqual([...text.values()], [PASSWORD, '[REDACTED:TOKEN]', 1])
  const keys = [...text.keys()]
  assert(keys[0] === [...given.keys()][0], 'a key in which nothing is found stays')
  assert.deepEqual(keys[2], Buffer.concat([notUtf8, Buffer.from(PLACEHOLDER)]))
})

test('keys that become the same keep their values', () => {
  const other = 'AKIA' + 'Z3MSJV4WWRTQ7BXD'
  assert.deepEqual(redact({ [KEY]: 1, [other]: 2 }).text, { [PLACEHOLDER]: 1, [`${PLACEHOLDER}#2`]: 2 })
})

test('a shared part is redacted at each place', () => {
  let given = { login: new User('ann', 'horse'), [KEY]: [KEY] }
  let expected = { login: new User('ann', PASSWORD), [PLACEHOLDER]: [PLACEHOLDER] }
  for (let level = 0; level < 3; level += 1) [given, expected] = [[given, given], [expected, expected]]
  const { text, findings } = redact(given)
  assert.deepEqual(text, expected)
  assert.equal(findings.length, 8 * 3)
  assert.notEqual(text[0][0][0], text[1][1][1])
})

for (const [kind, twice] of [
  ['arrays', (part) => [part, part]],
  ['objects', (part) => ({ a: part, b: part })],
  ['maps', (part) => new Map([['a', part], ['b', part]])],
]) {
  test(`${kind} that share parts do not outgrow memory`, () => {
    for (const levels of [30, 60, 100]) {
      const scanner = new Scanner()
      let part = KEY
      for (let level = 0; level < levels; level += 1) part = twice(part)
      const started = performance.now()
      const { text, error } = scanner.redact(part)
      assert.equal(text, '[REDACTED:LIMIT]')
      assert.equal(error.code, 'limit_exceeded')
      assert.equal(scanner.withheld, 1)
      assert(performance.now() - started < 10_000)
    }
  })
}

test('the bytes of an object are limited', () => {
  const scanner = new Scanner({ maxInputBytes: 1000 })
  const part = ['x'.repeat(400)]
  assert.equal(scanner.redact([part, part]).error, null)
  for (const large of [[part, part, part], ['x'.repeat(1000)], { ['x'.repeat(1000)]: 1 }]) {
    assert.equal(scanner.redact(large).text, '[REDACTED:LIMIT]')
  }
})

test('the time for an object is limited', () => {
  const scanner = new Scanner({ maxTime: 100 })
  assert.deepEqual(scanner.redact([[KEY]]).text, [[PLACEHOLDER]])
  const long = Array.from({ length: 2_000_000 }, (_, at) => [at])
  assert.equal(scanner.redact(long).text, '[REDACTED:LIMIT]')
})

test('what is not listed of an object is not in its copy', () => {
  const words = 'correct-' + 'horse-7'
  class Login extends User {
    constructor(...fields) {
      super(...fields)
      this.dsn = `postgres://ann:${words}@db/app`
      Object.defineProperty(this, 'hidden', { value: words, enumerable: false })
    }
  }
  const { text } = redact(new Login('ann', words))
  assert(text instanceof Login && text.name === 'ann')
  assert(!inspect(text, { showHidden: true }).includes(words), 'the copy holds the password')
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
