import type { Sample } from './sample.ts';

/** Incidents of the platform: clusters, databases, delivery. */
export const PLATFORM_SAMPLES: readonly Sample[] = [
  {
    title: 'Primary PostgreSQL of orders at 96 % disk, autovacuum stuck',
    severity: 'critical',
    status: 'investigating',
    service: 'orders-db',
    assignee: 'mei.tanaka',
    by: 'pagerduty',
    hoursAgo: 5.1,
    tags: ['postgres', 'capacity', 'data-loss-risk'],
    description: `Free space on \`orders-db-1\` falls by **1.1 GB a minute**. At this rate it is full in 70 minutes.

\`\`\`sql
select slot_name, active, pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)) as behind
from pg_replication_slots;
-- debezium_orders | f | 412 GB
\`\`\`

The replication slot of the old CDC connector has no reader since Tuesday and holds back the WAL.`,
    timeline: [
      [3, 'mei.tanaka', 'Status changed from open to investigating.'],
      [14, 'mei.tanaka', 'Slot debezium_orders dropped, 412 GB given back. Disk at 61 %.'],
      [35, 'erin.alvarez', 'Autovacuum caught up on orders and order_lines.'],
      [190, 'mei.tanaka', 'Keeping this open until max_slot_wal_keep_size is set on all clusters.'],
    ],
  },
  {
    title: 'Nodes of pool general-4 flap NotReady after kernel update',
    severity: 'high',
    status: 'open',
    service: 'kubernetes',
    assignee: 'jonas.weber',
    by: 'pagerduty',
    hoursAgo: 7.5,
    tags: ['nodes', 'kernel', 'us-east-1'],
    description: `6 of 40 nodes turn \`NotReady\` for 2–3 minutes, several times an hour. Pods move, latency spikes.

- kernel \`6.8.0-49\` only; \`6.8.0-47\` is stable
- \`dmesg\`: \`nvme0: I/O timeout, reset controller\`

**Mitigation:** pool is pinned to the older image, affected nodes are cordoned.`,
    timeline: [
      [25, 'jonas.weber', 'All six cordoned and drained.'],
      [130, 'jonas.weber', 'The vendor confirms a regression in the NVMe driver; fixed kernel expected on Thursday.'],
    ],
  },
  {
    title: 'CI queue time above 40 minutes',
    severity: 'medium',
    status: 'open',
    service: 'ci',
    assignee: '',
    by: 'sam.osei',
    hoursAgo: 9,
    tags: ['developer-experience', 'runners'],
    description: `Median wait for a runner: **41 min** (usual: 2). Spot capacity for \`c7i.4xlarge\` ran out in all three zones.

Hotfixes go first by the label \`priority:release\`.`,
    timeline: [[33, 'sam.osei', 'Added c7a.4xlarge as second choice. Wait falls slowly: 28 minutes.']],
  },
  {
    title: 'Terraform state lock of network-prod held by a dead job',
    severity: 'low',
    status: 'resolved',
    service: 'infrastructure',
    assignee: 'jonas.weber',
    by: 'jonas.weber',
    hoursAgo: 15,
    tags: ['terraform'],
    description:
      'Runner was evicted in the middle of `plan`. Lock `8d1f…` released by hand after making sure that nothing had been applied.',
    timeline: [
      [11, 'jonas.weber', 'Status changed from open to resolved.'],
      [12, 'jonas.weber', 'Plan jobs moved to on-demand runners.'],
    ],
  },
  {
    title: 'Deploys of five services roll back by themselves: readiness probe too strict',
    severity: 'medium',
    status: 'resolved',
    service: 'delivery',
    assignee: 'priya.nair',
    by: 'sam.osei',
    hoursAgo: 58,
    tags: ['argo', 'rollback'],
    description: `The shared chart 4.2 set \`failureThreshold: 1\`. Services that warm a cache need 8–12 s and are rolled back.

Chart 4.2.1 sets it back to 3.`,
    timeline: [
      [7, 'priya.nair', 'Status changed from open to investigating.'],
      [41, 'priya.nair', 'Chart 4.2.1 published; the five services are pinned to it.'],
      [90, 'priya.nair', 'Status changed from investigating to resolved.'],
    ],
  },
  {
    title: 'Vault tokens of batch jobs expire before the job ends',
    severity: 'medium',
    status: 'investigating',
    service: 'secrets',
    assignee: 'erin.alvarez',
    by: 'sam.osei',
    hoursAgo: 68,
    tags: ['vault', 'batch'],
    description: `Jobs longer than **60 minutes** fail at their last step with \`403 permission denied\`. The agent renews, but \`token_max_ttl\` of the role is one hour since the last audit.

Affected: \`ledger-close\`, \`reindex-catalog\`, \`export-gdpr\`.`,
    timeline: [
      [120, 'erin.alvarez', 'Status changed from open to investigating.'],
      [1300, 'erin.alvarez', 'Periodic tokens for the three roles are with security for review.'],
    ],
  },
  {
    title: 'DNS lookups of internal names fail for 1 in 5,000 requests',
    severity: 'medium',
    status: 'open',
    service: 'kubernetes',
    assignee: 'mei.tanaka',
    by: 'mei.tanaka',
    hoursAgo: 91,
    tags: ['dns', 'conntrack'],
    description: `\`getaddrinfo EAI_AGAIN\` in almost every service, most in those that open many short connections.

Suspected: the **conntrack race** for parallel A and AAAA queries. NodeLocal DNSCache runs on half of the pools; those show *no* failure.`,
    timeline: [[1500, 'mei.tanaka', 'NodeLocal DNSCache goes to the remaining pools on Monday.']],
  },
  {
    title: 'Failover of the session cache logged out 9,000 users',
    severity: 'high',
    status: 'resolved',
    service: 'session-cache',
    assignee: 'jonas.weber',
    by: 'pagerduty',
    hoursAgo: 166,
    tags: ['redis', 'failover', 'customer-facing'],
    description: `Planned failover of \`sessions-2\` lost the last **11 seconds** of writes: replication was asynchronous and the replica lagged during a backup.

\`WAIT 1 200\` before a planned failover is now part of the runbook.`,
    timeline: [
      [2, 'jonas.weber', 'Status changed from open to investigating.'],
      [16, 'victor.okafor', 'Banner is up; support has a macro.'],
      [55, 'jonas.weber', 'Status changed from investigating to resolved.'],
    ],
  },
  {
    title: 'Backup of the analytics cluster silently skipped for three nights',
    severity: 'high',
    status: 'resolved',
    service: 'backups',
    assignee: 'sam.osei',
    by: 'mei.tanaka',
    hoursAgo: 290,
    tags: ['backup', 'monitoring-gap'],
    description: `The job ended with **exit code 0** after "no tables match": a renamed database.

### Learned
- a backup that holds nothing must fail
- restore tests once a week, not once a quarter`,
    timeline: [
      [40, 'sam.osei', 'Status changed from open to investigating.'],
      [200, 'sam.osei', 'Full backup done, restored into a scratch cluster and compared: complete.'],
      [210, 'sam.osei', 'Status changed from investigating to resolved.'],
    ],
  },
];
