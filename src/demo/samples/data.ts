import type { Sample } from './sample.ts';

/** Incidents of data, search, messaging and observability. */
export const DATA_SAMPLES: readonly Sample[] = [
  {
    title: 'Search results empty for new products: indexer 3 hours behind',
    severity: 'high',
    status: 'investigating',
    service: 'search',
    assignee: 'sam.osei',
    by: 'synthetics',
    hoursAgo: 4.3,
    tags: ['kafka', 'indexing', 'customer-facing'],
    description: `Consumer group \`catalog-indexer\` lags by **1.8 million** messages and grows.

One product with a 9 MB description (pasted images as \`data:\` URLs) is rejected by the index and retried forever.

> \`illegal_argument_exception: Document contains at least one immense term\``,
    timeline: [
      [10, 'sam.osei', 'Status changed from open to investigating.'],
      [48, 'sam.osei', 'Poison message skipped by hand; lag falls at 9,000 a minute, about 3 hours to go.'],
    ],
  },
  {
    title: 'Alerts arrive 15 minutes late',
    severity: 'critical',
    status: 'resolved',
    service: 'observability',
    assignee: 'erin.alvarez',
    by: 'erin.alvarez',
    hoursAgo: 40,
    tags: ['alerting', 'prometheus'],
    description: `Rule evaluation of the *platform* group takes **17 min** for a 1 min interval, after a dashboard's recording rule with \`label_replace\` over every pod was added.

We were blind for 2 hours and 10 minutes. **No page was lost**, all were late.`,
    timeline: [
      [5, 'erin.alvarez', 'Status changed from open to investigating.'],
      [22, 'erin.alvarez', 'Rule removed, evaluation back at 4 s.'],
      [38, 'erin.alvarez', 'Status changed from investigating to resolved.'],
      [1400, 'mei.tanaka', 'New alert: rule group evaluation longer than its interval.'],
    ],
  },
  {
    title: 'Daily revenue report counts cancelled orders',
    severity: 'medium',
    status: 'open',
    service: 'data-warehouse',
    assignee: 'priya.nair',
    by: 'victor.okafor',
    hoursAgo: 12,
    tags: ['reporting', 'dbt'],
    description: `Finance sees **+2.3 %** against the ledger since the last release.

The model \`fct_orders\` filters \`status != 'canceled'\`; the service now writes \`cancelled\`.`,
    timeline: [[45, 'priya.nair', 'Both spellings accepted for now; an accepted-values test is added to the source.']],
  },
  {
    title: 'Log ingestion drops 4 % of lines from eu-central-1',
    severity: 'medium',
    status: 'investigating',
    service: 'observability',
    assignee: 'jonas.weber',
    by: 'jonas.weber',
    hoursAgo: 18,
    tags: ['logging', 'eu-central-1'],
    description: `\`vector_component_discarded_events_total\` rises in two of five aggregators. Buffer is in memory with \`when_full: drop_newest\`.

Audit logs use another pipeline and are **complete**.`,
    timeline: [
      [30, 'jonas.weber', 'Status changed from open to investigating.'],
      [240, 'jonas.weber', 'Disk buffers on one aggregator as a trial: no drops in 3 hours.'],
    ],
  },
  {
    title: 'Recommendation model serves German titles to French customers',
    severity: 'low',
    status: 'open',
    service: 'recommendations',
    assignee: '',
    by: 'victor.okafor',
    hoursAgo: 37,
    tags: ['locale', 'ml'],
    description:
      'Carousel “Vous aimerez aussi” mixes locales for about **3 %** of sessions. The fallback for missing embeddings ignores `Accept-Language`.',
    timeline: [[600, 'priya.nair', 'Fallback list per locale goes out with the next model on Wednesday.']],
  },
  {
    title: 'GDPR export fails for accounts older than 2015',
    severity: 'high',
    status: 'open',
    service: 'privacy',
    assignee: 'erin.alvarez',
    by: 'victor.okafor',
    hoursAgo: 63,
    tags: ['gdpr', 'compliance', 'deadline'],
    description: `11 open requests; the first legal deadline is in **9 days**.

\`\`\`
TypeError: Cannot read properties of null (reading 'consentedAt')
    at exportConsents (export/consents.ts:48)
\`\`\`

Accounts from before the consent log have no record. An empty list is a valid answer.`,
    timeline: [
      [200, 'erin.alvarez', 'Fix merged; waits for the Vault token problem of long jobs before the batch can run.'],
    ],
  },
  {
    title: 'Push notifications sent twice during the queue migration',
    severity: 'medium',
    status: 'resolved',
    service: 'notifications',
    assignee: 'sam.osei',
    by: 'victor.okafor',
    hoursAgo: 118,
    tags: ['sqs', 'migration'],
    description:
      'Old and new consumers ran side by side for 26 minutes with different deduplication keys. **48,200** devices got “Your parcel has arrived” twice.',
    timeline: [
      [6, 'sam.osei', 'Status changed from open to investigating.'],
      [13, 'sam.osei', 'Old consumer stopped.'],
      [20, 'sam.osei', 'Status changed from investigating to resolved.'],
    ],
  },
  {
    title: 'Grafana panels show "too many outstanding requests"',
    severity: 'low',
    status: 'resolved',
    service: 'observability',
    assignee: 'mei.tanaka',
    by: 'sam.osei',
    hoursAgo: 190,
    tags: ['grafana', 'loki'],
    description:
      'A TV in the office refreshed 40 log panels every 5 s over 30 days of logs. Now every 5 min, over 6 hours.',
    timeline: [[70, 'mei.tanaka', 'Status changed from open to resolved.']],
  },
  {
    title: 'Clock of two ingest hosts 47 s ahead',
    severity: 'medium',
    status: 'resolved',
    service: 'data-ingest',
    assignee: 'jonas.weber',
    by: 'synthetics',
    hoursAgo: 470,
    tags: ['ntp', 'time'],
    description: `Events “from the future” are discarded downstream: **0.6 %** of clickstream.

\`chronyd\` was masked by an image meant for build hosts.`,
    timeline: [
      [15, 'jonas.weber', 'Status changed from open to investigating.'],
      [32, 'jonas.weber', 'chronyd runs again, offset below 1 ms.'],
      [45, 'jonas.weber', 'Status changed from investigating to resolved.'],
    ],
  },
  {
    title: 'Unusual sign-ins to the admin console from a retired contractor account',
    severity: 'critical',
    status: 'resolved',
    service: 'identity',
    assignee: 'erin.alvarez',
    by: 'erin.alvarez',
    hoursAgo: 520,
    tags: ['security', 'access-review'],
    description: `Three sign-ins within an hour, from a country where nobody of us works. The account should have been closed in August.

**Contained:** account suspended, sessions revoked, 2 API tokens rotated. Audit log shows *reads of two dashboards*, no changes.

Full report with the security team.`,
    timeline: [
      [2, 'erin.alvarez', 'Status changed from open to investigating.'],
      [9, 'erin.alvarez', 'Account suspended and all of its sessions revoked.'],
      [150, 'jonas.weber', 'API tokens of the team rotated; no use from outside found.'],
      [600, 'erin.alvarez', 'Status changed from investigating to resolved.'],
      [4300, 'erin.alvarez', 'Contractor accounts now end with their contract, by themselves.'],
    ],
  },
];
