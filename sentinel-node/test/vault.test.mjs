// Vaults and the guard, where JavaScript differs from the vectors.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { Scanner, Vault, guard, open } from 'sentinel-secrets'
import { AWS_KEY, temporaryFolder } from './support.mjs'

const grant = (fields) => ({
  by: 'machine:test', sink: 'file', purpose: 'a test', until: new Date(Date.now() + 60_000), rules: '*', ...fields,
})

test('a vault in a file is opened again', async (t) => {
  const folder = temporaryFolder(t)
  const url = `sqlite://${folder}/sentinel.db`
  const { text, findings } = new Scanner().tokenize(`😀 key=${AWS_KEY}`, new Vault(url))
  assert.deepEqual(findings.map(({ type }) => type), ['AWS_ACCESS_KEY'])
  const restored = new Vault(url).restore(text, grant())
  assert(restored.expose() === `😀 key=${AWS_KEY}`)
  const [{ start, end, type }] = restored.tokens
  assert(type === 'AWS_ACCESS_KEY' && text.slice(start, end).startsWith('«sn:') && text.slice(start, end).endsWith('»'))
  const sentinel = await open(url)
  assert.deepEqual((await sentinel.hyperlog.entries()).map(({ kind }) => kind), ['tokens_restored'])
  await sentinel.close()
  for (const file of readdirSync(folder)) assert(!readFileSync(join(folder, file)).includes(AWS_KEY))
})

test('what was restored is not printed', () => {
  const vault = new Vault()
  const { text } = new Scanner().tokenize(AWS_KEY, vault)
  const restored = vault.restore(text, grant())
  const guarded = guard(text, 'file', { vault, grant: grant() })
  assert.equal(guarded.restored, 1)
  for (const held of [restored, guarded, vault]) {
    assert(!inspect(held, { showHidden: true }).includes(AWS_KEY) && !JSON.stringify(held).includes(AWS_KEY))
  }
  assert.deepEqual({ ...vault.counts }, { tokenized: 1, failed: 0, restored: 2, refused: 0 })
})

test('bytes are tokenized as bytes', () => {
  const { text } = new Scanner().tokenize(new TextEncoder().encode(AWS_KEY), new Vault())
  assert(text instanceof Uint8Array && new TextDecoder().decode(text).startsWith('«sn:'))
})

test('wrong options are named', () => {
  for (const options of [{ key: 'hunter2' }, { capacity: 0 }, { retention: -1 }, { hunter2: 1 }]) {
    assert.throws(() => new Vault('memory://', options), { code: 'invalid_input' })
  }
  assert.throws(() => new Vault('redis://hunter2'), (error) => error.code === 'invalid_input' && !inspect(error).includes('hunter2'))
})
