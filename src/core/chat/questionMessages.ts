import type { DataBlock } from './fencedData.ts';
import { fencedData } from './fencedData.ts';

/** Turns of the conversation that a model is told of, and characters of each. */
const TURNS = 8;
const TURN_LENGTH = 2000;

/** A message for a language model. */
export interface ModelMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/** What is to be answered. */
export interface Question {
  /** What to do, in our words. */
  readonly task: string;
  readonly data: readonly DataBlock[];
  /** What the person wrote. */
  readonly asked: string;
  /** Earlier turns, oldest first. */
  readonly history: readonly ModelMessage[];
  /** BCP 47 tag of the language to answer in where the person's words have none. */
  readonly language: string;
}

/** The messages of a question, with at most about `limit` characters of data. */
export function questionMessages(question: Question, limit: number): readonly ModelMessage[] {
  const { task, data, asked, history, language } = question;
  const told = history.slice(-TURNS).flatMap(({ role, text }) => {
    const cut = text.slice(0, TURN_LENGTH).toWellFormed().trim();
    return cut === '' ? [] : [{ role, text: cut }];
  });
  const rules = [
    'You help a developer on call with incidents. Say only what the data shows, and say where it shows nothing. Name incidents by their IDs, as they are written. Write Markdown without images and without links.',
    `Answer in the language of the question; where it has none, in "${language}".`,
  ];
  const words = asked === '' ? [] : [`The person writes: ${asked}`];
  return [
    { role: 'user', text: rules.join('\n') },
    ...told,
    { role: 'user', text: [fencedData(data, limit), `Your task: ${task}`, ...words].join('\n\n') },
  ];
}
