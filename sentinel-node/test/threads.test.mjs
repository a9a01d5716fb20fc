// The event loop, libuv's pool and worker threads.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { open } from 'sentinel-secrets'
import { AWS_KEY, WEBHOOK_SECRET } from './support.mjs'

test('the event loop turns while a large record is processed', async (t) => {
  const sentinel = await open('memory://', { pii: true })
  const text = Buffer.from(`${'user=7 logged in from a host, token of a stranger\n'.repeat(600_000)}key=${AWS_KEY}\n`)
  let turns = 0
  const timer = setInterval(() => (turns += 1), 1)
  const started = performance.now()
  const pending = sentinel.process(text)
  const copied = performance.now() - started
  let took = 0
  const { findings } = await pending.finally(() => (took = performance.now() - started))
  clearInterval(timer)
  assert.deepEqual([findings.length, findings[0].line], [1, 600_001])
  assert(copied < took / 2, `the call returned after ${copied} of ${took} ms`)
  assert(turns >= 5, `${turns} turns in ${took} ms`)
  t.diagnostic(`${turns} turns in ${Math.round(took)} ms, of which the call took ${Math.round(copied)}`)
  await sentinel.close()
})

test('many calls at once all end, and the log holds', async () => {
  const sentinel = await open('memory://')
  const lines = Array.from({ length: 200 }, (_, index) => `${index} key=${AWS_KEY}`)
  const outcomes = await Promise.all(lines.map((line) => sentinel.process(line)))
  assert.deepEqual(
    outcomes.map((outcome) => outcome.text),
    lines.map((_, index) => `${index} key=[REDACTED:AWS_ACCESS_KEY]`),
  )
  assert.equal(new Set(outcomes.map((outcome) => outcome.entry)).size, lines.length)
  assert.equal((await sentinel.hyperlog.verify()).entries, lines.length)
  await sentinel.close()
})

test('worker threads load the addon, each with its own classes', async () => {
  const source = `
    import { parentPort, workerData } from 'node:worker_threads'
    import { Scanner, SentinelError, open, redact } from 'sentinel-secrets'
    const sentinel = await open('memory://')
    const outcome = await sentinel.process(workerData)
    const error = await open('nowhere').catch((error) => error instanceof SentinelError)
    parentPort.postMessage([redact(workerData).text, new Scanner().redact(workerData).text, outcome.text, error])
  `
  const here = new URL('../index.mjs', import.meta.url).href
  const start = () => {
    const url = new URL(`data:text/javascript,${encodeURIComponent(source.replaceAll('sentinel-secrets', here))}`)
    return once(new Worker(url, { workerData: AWS_KEY }), 'message')
  }
  const redacted = '[REDACTED:AWS_ACCESS_KEY]'
  for (const [answer] of await Promise.all([start(), start(), start()])) {
    assert.deepEqual(answer, [redacted, redacted, redacted, true])
  }
})

test('a process ends without close, even while a delivery hangs', async (t) => {
  // Takes the connection and never answers.
  const silent = createServer(() => {})
  await once(silent.listen(0, '127.0.0.1'), 'listening')
  t.after(() => silent.close())
  const script = `
    import { open } from 'sentinel-secrets'
    const options = { webhookUrl: 'http://127.0.0.1:${silent.address().port}', webhookSecret: '${WEBHOOK_SECRET}' }
    const sentinel = await open('memory://', options)
    await sentinel.process('key=' + 'AKIA' + 'QYLPMN5HHHFPZAM2')
    await new Promise((done) => setTimeout(done, 500))
  `
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const started = performance.now()
  const ended = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { cwd, timeout: 10_000 })
  assert.equal(ended.status, 0, ended.stderr.toString())
  assert(performance.now() - started < 8_000)
})
