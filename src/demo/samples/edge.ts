import type { Sample } from './sample.ts';

/** Incidents of what customers reach first: gateway, sign-in, web and mobile. */
export const EDGE_SAMPLES: readonly Sample[] = [
  {
    title: 'Checkout returns 502 for one in eight requests in eu-west-1',
    severity: 'critical',
    status: 'investigating',
    service: 'api-gateway',
    assignee: 'erin.alvarez',
    by: 'pagerduty',
    hoursAgo: 1.4,
    tags: ['customer-facing', 'eu-west-1', 'slo-burn'],
    description: `## Impact
About **12 %** of checkout requests in \`eu-west-1\` fail with \`502\`. Other regions are healthy.

## What we see
- \`upstream connect error, reset reason: connection termination\` from two of nine gateway pods
- Both run on nodes that were replaced this morning
- Error budget of *checkout-availability* burns at 14× (page threshold: 6×)

## Dashboards
\`grafana: gateway / upstream resets\`, \`grafana: checkout / golden signals\``,
    timeline: [
      [4, 'erin.alvarez', 'Status changed from open to investigating.'],
      [9, 'erin.alvarez', 'Resets come only from gateway-7c9f-x2 and gateway-7c9f-k8. Draining both now.'],
      [31, 'mei.tanaka', 'Drained. Error rate down from 12 % to 3 %, so something else is left.'],
      [
        58,
        'erin.alvarez',
        'Keep-alive timeout of the new nodes (55 s) is below that of the load balancer (60 s). Rolling out 75 s.',
      ],
    ],
  },
  {
    title: 'Sign-in page times out for customers behind the Frankfurt CDN edge',
    severity: 'high',
    status: 'open',
    service: 'identity',
    assignee: '',
    by: 'synthetics',
    hoursAgo: 3.2,
    tags: ['cdn', 'login', 'eu-central-1'],
    description: `Browser check **login-fra** failed 5 times in a row.

| step | p50 | p95 |
|---|---|---|
| DNS | 8 ms | 11 ms |
| TLS | 41 ms | 3.9 s |
| first byte | 120 ms | *timeout* |

Paris and Amsterdam are fine. The CDN's status page shows nothing yet; ticket with them is open.`,
    timeline: [
      [12, 'synthetics', 'Still failing: 11 of the last 15 runs.'],
      [40, 'victor.okafor', 'Support has 23 tickets with this pattern in three hours, all from Germany and Austria.'],
    ],
  },
  {
    title: 'Mobile app crashes on start for Android 14 after 8.21.0',
    severity: 'high',
    status: 'investigating',
    service: 'mobile-app',
    assignee: 'priya.nair',
    by: 'victor.okafor',
    hoursAgo: 20,
    tags: ['android', 'release-8.21', 'customer-facing'],
    description: `Crash-free sessions fell from 99.7 % to **94.1 %** since 8.21.0 reached 20 % of devices.

\`\`\`
java.lang.IllegalStateException: Default FirebaseApp is not initialized
    at com.acme.push.PushInitializer.create(PushInitializer.kt:31)
\`\`\`

Only cold starts from a notification are hit.`,
    timeline: [
      [15, 'priya.nair', 'Status changed from open to investigating.'],
      [22, 'priya.nair', 'Roll-out halted at 20 %.'],
      [180, 'priya.nair', 'Start-up order changed with the new App Startup library. Fix is in review, 8.21.1 tonight.'],
    ],
  },
  {
    title: 'Rate limiter counts health checks against tenants',
    severity: 'medium',
    status: 'open',
    service: 'api-gateway',
    assignee: 'sam.osei',
    by: 'mei.tanaka',
    hoursAgo: 29,
    tags: ['rate-limit', 'tenant-facing'],
    description: `Tenants that probe \`/v2/ping\` every second lose **60 of their 600** requests a minute to it.

The exemption list was keyed by path prefix and lost its entry in the move to Envoy filters.

**Workaround:** raise the limit of a tenant who complains by 10 %.`,
    timeline: [[95, 'sam.osei', 'Two tenants so far: Northwind and Blue Heron. Limits raised for both.']],
  },
  {
    title: 'Expired intermediate certificate on the partner webhook endpoint',
    severity: 'critical',
    status: 'resolved',
    service: 'webhooks',
    assignee: 'jonas.weber',
    by: 'pagerduty',
    hoursAgo: 76,
    tags: ['tls', 'certificates', 'partner'],
    description: `Partners report \`certificate has expired\` when they call \`hooks.acme.example\`.

The leaf was renewed on time, the **bundled intermediate** was not: it expired at midnight UTC.

### Follow-up
1. Monitor the whole chain, not the leaf alone
2. Renew from the ACME client's full chain`,
    timeline: [
      [6, 'jonas.weber', 'Status changed from open to investigating.'],
      [19, 'jonas.weber', 'New chain deployed to all four listeners.'],
      [
        44,
        'victor.okafor',
        'Largest three partners confirm that deliveries work again. About 3,100 events were retried.',
      ],
      [61, 'jonas.weber', 'Status changed from investigating to resolved.'],
    ],
  },
  {
    title: 'Password reset mails delayed by 20 minutes',
    severity: 'medium',
    status: 'resolved',
    service: 'identity',
    assignee: 'mei.tanaka',
    by: 'victor.okafor',
    hoursAgo: 131,
    tags: ['email', 'queue'],
    description: `The mail provider throttled us after a marketing campaign shared the **transactional** IP pool.

Queue \`mail-transactional\` peaked at 41,000 messages; oldest 22 minutes.`,
    timeline: [
      [10, 'mei.tanaka', 'Status changed from open to investigating.'],
      [35, 'mei.tanaka', 'Campaign paused, queue drains at 1,900 a minute.'],
      [70, 'mei.tanaka', 'Status changed from investigating to resolved.'],
      [1500, 'mei.tanaka', 'Campaigns now have their own pool and their own API key.'],
    ],
  },
  {
    title: 'Search box on the status page ignores Enter',
    severity: 'low',
    status: 'open',
    service: 'web-frontend',
    assignee: '',
    by: 'victor.okafor',
    hoursAgo: 218,
    tags: ['accessibility', 'ui'],
    description:
      'Keyboard users have to tab to the magnifier button. Broken since the form became a `div`. Steps: open the status page, type a component, press **Enter**: nothing happens.',
    timeline: [],
  },
  {
    title: 'WAF blocks uploads whose file name contains an apostrophe',
    severity: 'medium',
    status: 'resolved',
    service: 'api-gateway',
    assignee: 'sam.osei',
    by: 'victor.okafor',
    hoursAgo: 340,
    tags: ['waf', 'false-positive'],
    description: `Rule \`942100\` (SQL injection) matches \`filename="l'été.pdf"\` in multipart headers.

French and Italian customers are hit most: 212 blocked uploads in 24 hours.`,
    timeline: [
      [50, 'sam.osei', 'Status changed from open to investigating.'],
      [
        130,
        'sam.osei',
        'Rule limited to form fields; part headers are left to the parser, which rejects control characters.',
      ],
      [150, 'sam.osei', 'Status changed from investigating to resolved.'],
    ],
  },
];
