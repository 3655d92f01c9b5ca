import type { Incident } from '../../../src/shared/incident.ts';

const DESCRIPTION = `Since **09:10** every second checkout in \`eu-west\` ends with *502*.

### What we know

- [x] the load balancer is healthy
- [ ] the payment provider answers
  1. ask them
  2. read the [runbook](https://runbooks.example.com/checkout)

| region | errors | trend |
| ------ | -----: | ----- |
| eu-west | 4812 | **rising** |
| us-east | 3 | ~~falling~~ steady |

> It began with the deployment of \`checkout 4.2.0\`.

\`\`\`sh
kubectl rollout undo deployment/checkout
\`\`\`

![a graph](https://graphs.example.com/502.png) <b onclick="alert(1)">not bold</b> [run](command:workbench.action.quit)`;

/** An incident whose texts have everything that a page can show, last changed at `now` (milliseconds since 1970). */
export function fullIncident(now: number): Incident {
  const at = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();
  const grace = { author: 'grace@example.com' };
  return {
    id: 'INC-7001',
    title: 'Every second checkout fails in eu-west',
    description: DESCRIPTION,
    severity: 'high',
    status: 'open',
    service: 'checkout',
    assignee: '',
    createdBy: 'grace@example.com',
    createdAt: at(95),
    updatedAt: at(12),
    tags: ['eu-west', 'payment'],
    timeline: [
      { ...grace, at: at(95), kind: 'created', text: 'Incident created.' },
      { ...grace, at: at(60), kind: 'changed', text: 'Severity changed from medium to high.' },
      { ...grace, at: at(12), kind: 'note', text: 'Rolled back in **us-east**; see `#inc-7001`.' },
    ],
  };
}
