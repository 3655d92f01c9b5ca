/** Scheme of what tools answered, of rendered prompts, whose actions the manifest shows by it, and of reports. */
export const RESULT_SCHEME = 'incident-desk-result';
export const PROMPT_SCHEME = 'incident-desk-prompt';
export const DIAGNOSIS_SCHEME = 'incident-desk-diagnosis';

/** Scheme of what passes between a server and a language model. */
export const SAMPLING_SCHEME = 'incident-desk-sampling';

/** Scheme of the resources of servers: files that can only be read. */
export const RESOURCE_SCHEME = 'incident-desk-resource';

/** Scheme of the JSON documents in which arguments of tools are written, and of the schemas of those. */
export const ARGUMENTS_SCHEME = 'incident-desk-arguments';
