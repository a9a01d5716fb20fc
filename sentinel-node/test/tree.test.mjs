// Scans of files and folders.
import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { test } from 'node:test'
import { Scanner, SentinelError } from 'sentinel-secrets'
import { AWS_KEY, temporaryFolder } from './support.mjs'

const scanner = new Scanner()
const text = `é\nkey=${AWS_KEY}\n`

function folder(t, files) {
  const root = temporaryFolder(t)
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(root, name, '..'), { recursive: true })
    writeFileSync(join(root, name), content)
  }
  return root
}

const forest = (t) =>
  folder(t, Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`${index % 7}/${index}`, text.repeat(50)])))

test('each file has its report', async (t) => {
  const root = folder(t, {
    '.git/config': text,
    '.gitignore': 'ignored\n',
    ignored: text,
    'a.txt': text,
    'b.bin': `\0${text}`,
    'c.txt': Buffer.from(`\ufeff${text}`, 'utf16le'),
    large: 'x'.repeat(2000),
  })
  symlinkSync(join(root, 'a.txt'), join(root, 'd'))
  const { files, summary } = await scanner.scanTree(root, { maxBytes: 1000, threads: 2 })
  const shown = files.map((file) => [relative(root, file.path), file.findings.length, file.skipped, file.encoding])
  assert.deepEqual(shown, [
    ['.gitignore', 0, null, null],
    ['a.txt', 1, null, null],
    ['b.bin', 0, 'binary', null],
    ['c.txt', 1, null, 'utf-16le'],
    ['d', 0, 'symbolic_link', null],
    ['large', 0, 'too_large', null],
  ])
  const { bytes, ...counts } = summary
  assert.deepEqual(counts, { scanned: 3, skipped: 3, failed: 0, findings: 2, cancelled: false })
  assert(bytes > 0)
  assert.deepEqual(files[1].findings, scanner.scan(Buffer.from(text)))
  assert(!JSON.stringify(files).includes(AWS_KEY))
  assert.equal((await scanner.scanTree(root, { gitignore: false })).summary.findings, 3)
})

test('paths may be many, and need not exist', async (t) => {
  const root = folder(t, { a: text })
  const { files } = await scanner.scanTree([join(root, 'a'), join(root, 'none')])
  assert.equal(files.length, 2)
  assert(files[1].error instanceof SentinelError)
  assert.equal(files[1].error.code, 'not_found')
})

test('what makes no sense is refused', async () => {
  for (const options of [{ maxByte: 1 }, { maxBytes: -1 }, { threads: 5000 }]) {
    await assert.rejects(scanner.scanTree('.', options), { name: 'SentinelError', code: 'invalid_input' })
  }
  for (const path of [undefined, 7, []]) {
    await assert.rejects(scanner.scanTree(path), { name: 'SentinelError', code: 'invalid_input' })
  }
})

test('the event loop turns, and progress ends with the sum', async (t) => {
  const root = forest(t)
  const told = []
  let turns = 0
  const timer = setInterval(() => (turns += 1), 1)
  const { files, summary } = await scanner.scanTree(root, { onProgress: (progress) => told.push(progress) })
  clearInterval(timer)
  assert(turns > 0)
  assert.deepEqual(told.at(-1), { files: files.length, bytes: summary.bytes, findings: summary.findings })
  assert.equal(summary.findings, 300 * 50)
})

test('a signal ends the scan with its reason', async (t) => {
  const root = forest(t)
  const early = AbortSignal.abort()
  await assert.rejects(scanner.scanTree(root, { signal: early }), (error) => error === early.reason)
  const controller = new AbortController()
  const pending = scanner.scanTree(root, { signal: controller.signal, threads: 1 })
  setTimeout(() => controller.abort(new Error('enough')), 5)
  await assert.rejects(pending, /^Error: enough$/)
})

test('what onProgress throws ends the scan', async (t) => {
  const root = forest(t)
  const onProgress = () => {
    throw new RangeError('enough')
  }
  await assert.rejects(scanner.scanTree(root, { onProgress }), RangeError)
})
