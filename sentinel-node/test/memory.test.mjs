// The memory of scanners that nobody holds any more: the engine is told of it, and so frees it in time.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const MANY = `
  import { setTimeout as sleep } from 'node:timers/promises'
  import { Scanner } from 'sentinel-secrets'
  let most = 0
  for (let made = 0; made < 100; made += 1) {
    new Scanner().redact('key=' + 'AKIA' + 'QYLPMN5HHHFPZAM2')
    await sleep(1)
    most = Math.max(most, process.memoryUsage.rss())
  }
  console.log(most)
`

const LONG = `
  import { once } from 'node:events'
  import { Scanner } from 'sentinel-secrets'
  const redacting = new Scanner().transform('lines').resume()
  const lines = ('key=' + 'AKIA' + 'QYLPMN5HHHFPZAM2\\n').repeat(1000)
  const rss = async (times) => {
    for (let time = 0; time < times; time += 1) {
      if (!redacting.write(lines)) await once(redacting, 'drain')
    }
    return process.memoryUsage.rss()
  }
  const before = await rss(20)
  console.log((await rss(200)) - before)
`

test('a stream of the platform does not keep what was found', () => {
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', LONG], { cwd, encoding: 'utf8' })
  assert.equal(stderr, '')
  assert(Number(stdout) < 60e6, `${stdout.trim()} bytes`)
})

test('a hundred scanners, one after the other, take no more memory than a few', () => {
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', MANY], { cwd, encoding: 'utf8' })
  assert.equal(stderr, '')
  assert(Number(stdout) < 400e6, `${stdout.trim()} bytes`)
})
