import assert from 'node:assert/strict';
import { createOperation } from '../../../src/server/operation/createOperation.ts';
import { StartFailure } from '../../../src/server/operation/startFailure.ts';
import { listen } from '../../../src/server/http/listen.ts';
import { createServer } from 'node:http';

const QUIET = { logLevel: 'silent', rates: { person: 1, address: 1 } };

describe('A start that fails', () => {
  it('names the variable of an audit log that cannot be written', async () => {
    await assert.rejects(
      createOperation({ ...QUIET, auditLog: '/dev/null/audit.log' }),
      (error) => error instanceof StartFailure && error.message.startsWith('MCP_AUDIT_LOG: '),
    );
  });

  it('names the variables of a port for metrics that is taken', async () => {
    const { port, close } = await listen(createServer(), 0);
    const metrics = { host: '127.0.0.1', port };
    await assert.rejects(
      createOperation({ ...QUIET, auditLog: '-', metrics }),
      (error) =>
        error instanceof StartFailure && /^MCP_METRICS_PORT, MCP_METRICS_HOST: .*EADDRINUSE/.test(error.message),
    );
    await close();
  });
});
