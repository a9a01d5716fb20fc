// The package as its users load it: ESM, CommonJS, types; and that results are what the types say.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import * as esm from 'sentinel-secrets'
import { AWS_KEY, HOUSE_TOKENS, temporaryFolder } from './support.mjs'

const require = createRequire(import.meta.url)
const root = fileURLToPath(new URL('..', import.meta.url))
const declarations = readFileSync(new URL('../index.d.ts', import.meta.url), 'utf8')

test('ESM and CommonJS export the same, and just what is declared', () => {
  const cjs = require('sentinel-secrets')
  assert.deepEqual(Object.keys(esm).sort(), Object.keys(cjs).sort())
  for (const name of Object.keys(cjs)) assert.equal(esm[name], cjs[name])
  const declared = [...declarations.matchAll(/^export declare (?:class|function|const) (\w+)/gm)].map(([, name]) => name)
  assert.deepEqual(declared.sort(), Object.keys(cjs).sort())
})

test('all that the package loads is published', () => {
  const { files } = require('../package.json')
  const loaded = ['index.cjs', ...files].flatMap((file) => {
    const source = file.endsWith('.cjs') ? readFileSync(new URL(`../${file}`, import.meta.url), 'utf8') : ''
    return [...source.matchAll(/require\('\.\/(.*?)'\)/g)].map(([, name]) => name)
  })
  assert(loaded.length > 4)
  assert.deepEqual(loaded.filter((name) => !files.includes(name)), [])
})

test('a scanner can be extended, and is made by new alone', () => {
  class Mine extends esm.Scanner {}
  assert(new Mine() instanceof Mine && new Mine() instanceof esm.Scanner)
  assert.equal(new esm.Scanner().constructor, esm.Scanner)
  assert.throws(() => esm.Scanner(), TypeError)
})

test('the samples have the types that they should', () => {
  const samples = ['test/types/sample.mts', 'test/types/sample.cts']
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext']
  const checked = spawnSync('node_modules/.bin/tsc', [...options, ...samples], { cwd: root, encoding: 'utf8' })
  assert.equal(checked.status, 0, `${checked.error ?? ''}${checked.stdout}${checked.stderr}`)
})

test('results have the fields that are declared, and no others', async () => {
  const sentinel = await esm.open('memory://')
  const outcome = await sentinel.process(`key=${AWS_KEY}`)
  const report = { secret_type: 'HOUSE_TOKEN', feedback_type: 'missed_secret', evidence: HOUSE_TOKENS.slice(0, 5) }
  const update = await sentinel.feedback(report)
  const tree = await new esm.Scanner().scanTree(fileURLToPath(import.meta.url))
  const results = {
    TreeReport: [tree],
    FileReport: tree.files,
    TreeSummary: [tree.summary],
    Redacted: [esm.redact(AWS_KEY)],
    Finding: outcome.findings,
    Outcome: [outcome],
    Update: [update, ...(await sentinel.rules.pending())],
    Evidence: [update.evidence],
    HistoryRow: await sentinel.rules.history(),
    Entry: await sentinel.quarantine.entries(),
    RevocationEvent: await sentinel.revocations.events(),
    LogEntry: await sentinel.hyperlog.entries(),
    Verification: [await sentinel.hyperlog.verify()],
    Rule: await sentinel.rules.active(),
    Draft: [esm.draftRegex(HOUSE_TOKENS)],
    Check: esm.checkRules('patterns: {A: {regex: abc}}'),
  }
  for (const [type, values] of Object.entries(results)) {
    const [, body] = declarations.match(new RegExp(`^export interface ${type}\\b.*?\\{\\n(.*?)\\n\\}`, 'ms'))
    const fields = [...body.matchAll(/^ {2}(\w+)(\??):/gm)]
    const required = fields.filter(([, , optional]) => !optional).map(([, name]) => name)
    const known = fields.map(([, name]) => name)
    assert(values.length > 0, `there is a ${type}`)
    for (const value of values) {
      const keys = Object.keys(value)
      assert.deepEqual(keys.filter((key) => !known.includes(key)), [], `all fields of a ${type} are declared`)
      assert.deepEqual(required.filter((key) => !keys.includes(key)), [], `a ${type} has its fields`)
    }
  }
  await sentinel.close()
})

for (const readme of ['../README.md', '../../README.md']) test(`the example of ${readme} runs`, (t) => {
  const [, written] = readFileSync(new URL(readme, import.meta.url), 'utf8').match(/```js\n(.*?)```/s)
  const folder = temporaryFolder(t)
  const example = written.replace('sqlite://sentinel.db', `sqlite://${folder}/sentinel.db`)
  const ran = spawnSync(process.execPath, ['--input-type=module', '--eval', example], { cwd: root, encoding: 'utf8' })
  assert.equal(ran.stderr, '')
  assert.equal(ran.status, 0)
  const shown = [...example.matchAll(/^console\.log\(.*\) +\/\/ (.*)$/gm)].map(([, output]) => output)
  assert.deepEqual(ran.stdout.trim().split('\n'), shown)
})
