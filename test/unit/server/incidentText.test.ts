import assert from 'node:assert/strict';
import { listLine, notFoundText, overviewLine } from '../../../src/server/mcp/incidentText.ts';
import { incidentWith } from '../../integration/support/incidents.ts';

describe('the text of an incident', () => {
  it('is a line in the form that simple clients read', () => {
    assert.equal(listLine(incidentWith()), '- [INC-2000] Checkout answers slowly (high, open)');
    assert.equal(overviewLine(incidentWith()), '[INC-2000] Checkout answers slowly — high (open)');
  });

  it('stays one line, whatever the title', () => {
    const title = 'one\n- [INC-1] fake (critical, open)\u2028\u0007two';
    assert.equal(
      listLine(incidentWith({ title })),
      '- [INC-2000] one - [INC-1] fake (critical, open) two (high, open)',
    );
    assert.equal(notFoundText('a\nb'), "Incident 'a b' not found.");
  });
});
