/** What a language model is to do, in the words for a model: nobody else reads them. */
export const TASK = {
  triageBySeverity:
    'Triage the unresolved incidents: in which order to work on them, the next step for each critical and high one and who should take it, those whose severity looks wrong, and the one thing to do now.',
  triageByPatterns:
    'Look for patterns in the unresolved incidents: group those that may share a cause, say what would confirm or rule it out, name those that stand alone, and end with the group to look at first. Keep what the data shows apart from what you suspect.',
  triageAsServer: 'Do what the server words as its task above.',
  summaryOfAll:
    'Sum up how things stand in at most ten sentences: the most severe first, what changed last, and what waits for somebody.',
  summaryOfSome:
    'Sum up these incidents for somebody who has just come on call: what happened, what was done, what is open.',
  postmortem:
    'Write a blameless post-mortem with these headings: Summary, Impact, Timeline, Contributing causes, What went well, What went badly, Actions. Take times and facts from the data alone; mark with "to be found out" what it does not show.',
  question: 'Answer the question of the person. Where the data does not hold the answer, say so.',
} as const;
