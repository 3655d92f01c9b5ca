import { SEVERITIES } from '../../../shared/incident.ts';
import type { JsonObject } from '../../mcp/connection.ts';
import { type FormField, toolForm } from '../../mcp/toolForm.ts';
import { labelText } from '../../shownText.ts';
import type { NewIncidentField } from '../incidentSource.ts';

/** What a server says of one field of a new incident; absent limits do not hold. Lengths are in characters. */
export interface FieldRules {
  readonly name: NewIncidentField;
  readonly required: boolean;
  readonly minLength?: number;
  /** Of the text; of tags, where the server takes them as one text, of all of them together. */
  readonly maxLength?: number;
  /** The values that are taken, where the server names them. */
  readonly choices: readonly string[];
  /** What the server takes where nothing is sent; empty where it does not say. */
  readonly fallback: string;
  /** Whether it is a list of texts. */
  readonly isList: boolean;
  readonly maxItems?: number;
  readonly maxItemLength?: number;
}

const NAMES: readonly NewIncidentField[] = ['title', 'severity', 'service', 'description', 'tags'];
const CHOICES = 20;

/** The fields of a new incident that a tool takes, by its input schema; none where it takes no title. */
export function newIncidentRules(inputSchema: JsonObject): readonly FieldRules[] {
  const fields = toolForm(inputSchema);
  const rules = NAMES.flatMap((name) => {
    const field = fields.find((one) => one.name === name);
    return field ? [rulesOf(name, field)] : [];
  });
  return rules.some(({ name }) => name === 'title') ? rules : [];
}

function rulesOf(name: NewIncidentField, field: FormField): FieldRules {
  const { minLength, maxLength, maxItems } = field.constraints;
  const maxItemLength = field.item?.constraints.maxLength;
  return {
    name,
    // A title is asked for in any case: without one nobody finds the incident.
    required: name === 'title' || (field.required && field.default === undefined),
    choices: choicesOf(name, field),
    fallback: typeof field.default === 'string' ? field.default : '',
    isList: field.type === 'list' || field.type === 'multi' || field.schema['type'] === 'array',
    ...(minLength === undefined ? {} : { minLength }),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(maxItems === undefined ? {} : { maxItems }),
    ...(maxItemLength === undefined ? {} : { maxItemLength }),
  };
}

/** Severities worst first, in the server's order where they are not the usual ones. */
function choicesOf(name: NewIncidentField, { type, choices }: FormField): readonly string[] {
  const named = type === 'enum' ? choices.map(({ value }) => String(value)).filter(isShowable) : [];
  if (name !== 'severity') return [];
  const usual: readonly string[] = SEVERITIES.toReversed();
  if (named.length === 0) return usual;
  return named.every((word) => usual.includes(word))
    ? usual.filter((word) => named.includes(word))
    : named.slice(0, CHOICES);
}

function isShowable(word: string): boolean {
  return word !== '' && labelText(word) === word;
}
