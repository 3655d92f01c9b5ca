/** The servers that the suites in the editor talk to: a module of its own, which the editor loads as Node would. */
export { startServer } from '../../../src/server/startServer.ts';
export { startWorld } from '../../integration/oauth/world.ts';
export { loginByForm } from '../../integration/support/loginByForm.ts';
export { startAssertionIssuer } from '../../peers/assertionIssuer.ts';
export { startAskingServer } from '../../peers/askingServer.ts';
export { startFaultyServer } from '../../peers/faultyServer.ts';
export { startRegisteringIssuer } from '../../peers/registeringIssuer.ts';
export { startChangingServer } from '../../peers/changingServer.ts';
export { startSeedServer } from '../../peers/seedServer.ts';
export { startToolServer } from '../../peers/toolServer.ts';
