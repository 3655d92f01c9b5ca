import type { Sample } from './sample.ts';

/** Incidents of payments, orders and billing. */
export const PAYMENT_SAMPLES: readonly Sample[] = [
  {
    title: 'Card payments declined with "do_not_honor" since the acquirer switch',
    severity: 'critical',
    status: 'open',
    service: 'payments',
    assignee: 'jonas.weber',
    by: 'pagerduty',
    hoursAgo: 0.6,
    tags: ['revenue', 'acquirer', 'customer-facing'],
    description: `Approval rate for Visa credit fell from **91 %** to **68 %** within 20 minutes of moving 50 % of traffic to the new acquirer.

- Debit and Mastercard are unchanged
- Only merchants with category \`5734\` are hit

**Next step:** move traffic back, then ask the acquirer about the merchant category.`,
    timeline: [[5, 'jonas.weber', 'Traffic split set back to 0/100. It takes up to 15 minutes to show.']],
  },
  {
    title: 'Duplicate refunds when support clicks twice',
    severity: 'high',
    status: 'investigating',
    service: 'billing',
    assignee: 'mei.tanaka',
    by: 'victor.okafor',
    hoursAgo: 26,
    tags: ['money', 'idempotency'],
    description: `Seven customers got their refund **twice** this week (€ 1,284.50 in total).

The console sends a new \`Idempotency-Key\` for every click instead of one for every form.

\`\`\`http
POST /v2/refunds
Idempotency-Key: 6f0c…  ← differs between both requests, 340 ms apart
\`\`\``,
    timeline: [
      [30, 'mei.tanaka', 'Status changed from open to investigating.'],
      [
        75,
        'mei.tanaka',
        'Button is disabled while a request runs: deployed to the console. The key itself is the real fix.',
      ],
      [410, 'victor.okafor', 'All seven customers informed; finance will not reclaim the money.'],
    ],
  },
  {
    title: 'VAT line missing in invoices of Swiss customers',
    severity: 'high',
    status: 'open',
    service: 'billing',
    assignee: 'priya.nair',
    by: 'victor.okafor',
    hoursAgo: 49,
    tags: ['tax', 'invoices', 'compliance'],
    description: `**318 invoices** were sent without the 8.1 % line. Totals are right, the breakdown is missing, so customers cannot reclaim input tax.

Cause: the tax table was keyed by \`CHE\` and the customer record now holds \`CH\`.

- [x] stop the nightly run for Switzerland
- [ ] correct the mapping
- [ ] reissue with the same numbers and a correction note`,
    timeline: [
      [60, 'priya.nair', 'Nightly run for Switzerland is off until the mapping is corrected.'],
      [1440, 'priya.nair', 'Legal wants correction notes rather than replaced invoices.'],
    ],
  },
  {
    title: 'Order confirmation shows the wrong delivery day around midnight',
    severity: 'low',
    status: 'investigating',
    service: 'orders',
    assignee: 'sam.osei',
    by: 'victor.okafor',
    hoursAgo: 54,
    tags: ['timezone', 'ui'],
    description:
      'Orders between 23:00 and 00:00 local time promise delivery one day early: the page formats the date in UTC. The warehouse has the right day.',
    timeline: [[300, 'sam.osei', 'Status changed from open to investigating.']],
  },
  {
    title: 'Payment webhooks processed out of order after consumer rebalance',
    severity: 'medium',
    status: 'investigating',
    service: 'payments',
    assignee: 'erin.alvarez',
    by: 'erin.alvarez',
    hoursAgo: 33,
    tags: ['kafka', 'ordering'],
    description: `After a rebalance, \`payment.captured\` can be handled before \`payment.authorized\`; 46 orders stood in **pending** until the nightly reconciliation.

Partition key is the *event* id. It should be the *payment* id.`,
    timeline: [
      [8, 'erin.alvarez', 'Status changed from open to investigating.'],
      [200, 'jonas.weber', 'Changing the key needs a new topic; old and new must be read together for 7 days.'],
    ],
  },
  {
    title: 'Fraud scoring latency above 2 s delays checkout',
    severity: 'high',
    status: 'resolved',
    service: 'fraud-scoring',
    assignee: 'priya.nair',
    by: 'pagerduty',
    hoursAgo: 102,
    tags: ['latency', 'model'],
    description: `p99 of \`POST /score\` rose from 180 ms to **2.4 s** with model \`2026-45\`.

The new feature set looks up 90 days of orders where the old one took 30, without an index for it.`,
    timeline: [
      [3, 'priya.nair', 'Status changed from open to investigating.'],
      [17, 'priya.nair', 'Back on model 2026-44; latency normal within 4 minutes.'],
      [25, 'priya.nair', 'Status changed from investigating to resolved.'],
      [2900, 'priya.nair', 'Index built, 2026-45 live again at 190 ms.'],
    ],
  },
  {
    title: 'Coupon service accepts codes that ended yesterday',
    severity: 'medium',
    status: 'resolved',
    service: 'promotions',
    assignee: 'sam.osei',
    by: 'victor.okafor',
    hoursAgo: 245,
    tags: ['cache', 'money'],
    description:
      'Campaign `AUTUMN25` ended at midnight, but codes worked until 09:30: the cache lives 12 hours and is not cleared at the end of a campaign. **1,902 orders**, € 11,460 in discounts.',
    timeline: [
      [12, 'sam.osei', 'Status changed from open to investigating.'],
      [20, 'sam.osei', 'Cache flushed.'],
      [26, 'sam.osei', 'Status changed from investigating to resolved.'],
    ],
  },
  {
    title: 'Gift card balance endpoint leaks whether a card exists',
    severity: 'high',
    status: 'resolved',
    service: 'promotions',
    assignee: 'erin.alvarez',
    by: 'erin.alvarez',
    hoursAgo: 410,
    tags: ['security', 'enumeration'],
    description: `Unknown cards answer \`404\` in 4 ms, known cards with a wrong PIN \`403\` in 60 ms: cards can be **enumerated**.

No sign of abuse in 90 days of logs.

### Done
- one answer and one duration for both
- 5 attempts an hour for an address`,
    timeline: [
      [20, 'erin.alvarez', 'Status changed from open to investigating.'],
      [340, 'erin.alvarez', 'Deployed to all regions.'],
      [360, 'erin.alvarez', 'Status changed from investigating to resolved.'],
    ],
  },
];
