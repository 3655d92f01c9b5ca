import { readAssignment } from './context.ts';
import { openDesk } from './desk.ts';
import { deedOf } from './scenarios.ts';

/** The client that the official conformance suite starts for each scenario: our core, with a person of few deeds. */
const assignment = readAssignment(process.env, process.argv);
const desk = await openDesk(assignment);
try {
  const deed = deedOf(assignment.scenario);
  await desk.use((connection) => deed(connection, assignment.context));
} finally {
  await desk.close();
}
