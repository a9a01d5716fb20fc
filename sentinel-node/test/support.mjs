// What tests share. Tokens are put together here, so that no scanner finds them in this file.
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export const AWS_KEY = 'AKIA' + 'QYLPMN5HHHFPZAM2'

/** Five tokens of a family that no rule knows, and one more. */
export const HOUSE_TOKENS = [
  ['euw', '9fK2mQ7xLw3RtZ8aB4cDe5Gh6JkM'],
  ['use', 'Xp5VnT1yGh6JkM0oQ2sUw4Ya8Cd3'],
  ['aps', 'bC8dE3fG7hI1jK5lM9nO2pQ6rS4t'],
  ['euw', 'Zx1Cv2Bn3Mq4Wp5Er6Ty7Ui8Op9L'],
  ['use', 'h7G6f5D4s3A2q1W0e9R8t7Y6u5I4'],
  ['sae', 'mN3bV4cX5zL6kJ7hG8fD9sA0pO1i'],
].map(([region, body]) => `hsk_${region}_${body}`)

export const WEBHOOK_SECRET = 'whsec_' + Buffer.from('a shared secret of 32 bytes long').toString('base64')

/** A folder that is there for one test. */
export function temporaryFolder(t) {
  const folder = mkdtempSync(join(tmpdir(), 'sentinel-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

/** A receiver on the loopback interface: `requests` grows, `url` is its base. */
export async function receiver(status = 204) {
  const requests = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    requests.push({ path: request.url, headers: request.headers, body })
    response.writeHead(status).end()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { requests, url: `http://127.0.0.1:${server.address().port}/hooks`, close: () => server.close() }
}

/** What `look` gives once it is truthy. */
export async function eventually(look) {
  for (let tries = 0; tries < 500; tries++) {
    const seen = await look()
    if (seen) return seen
    await sleep(20)
  }
  throw new Error('waited 10 s in vain')
}
