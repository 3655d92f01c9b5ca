import type { Feature } from '../commands/feature.ts';
import { startDemoCommand, type StartDemoOptions } from '../commands/startDemo.ts';
import { stopDemoCommand } from '../commands/stopDemo.ts';
import { createDemoControl, type DemoControlOptions } from './createDemoControl.ts';
import { createDemoServer, type DemoServerOptions } from './demoServer.ts';
import { rejoinDemo } from './rejoinDemo.ts';

/** What the demo's commands are built from. */
export interface DemoFeatureOptions
  extends
    Pick<DemoControlOptions, 'directory' | 'extensionUri' | 'log'>,
    Omit<DemoServerOptions, 'control'>,
    Omit<StartDemoOptions, 'demo'> {}

/** The local demo and its commands. */
export interface DemoFeature extends Feature<'incidentDesk.startDemo' | 'incidentDesk.stopDemo'> {
  /** Joins the demo that was running when this window was closed. Never rejects. */
  rejoin(): Promise<void>;
}

/** Builds the local demo, which is not started by that. */
export function createDemoFeature(options: DemoFeatureOptions): DemoFeature {
  const { directory, extensionUri, log } = options;
  const demo = createDemoServer({ ...options, control: createDemoControl({ directory, extensionUri, log }) });
  return {
    commands: {
      'incidentDesk.startDemo': startDemoCommand({ ...options, demo }),
      'incidentDesk.stopDemo': stopDemoCommand(demo),
    },
    rejoin: () => rejoinDemo(demo, log),
    dispose: () => void demo.dispose(),
  };
}
