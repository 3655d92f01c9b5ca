import { AppError } from '../errors.ts';
import { labelText } from '../shownText.ts';

/** A variable of a template; `isList` where it stands for several values (RFC 6570 section 2.4.2). */
export interface TemplateVariable {
  readonly name: string;
  readonly isList: boolean;
}

const TEMPLATE_LENGTH = 2000;
const EXPRESSION = /\{[+#./;?&]?([^{}]*)\}/g;
/** A varspec of RFC 6570 section 2.3 and 2.4. */
const VARIABLE = /^((?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:\.?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2}))*)(\*|:[1-9]\d{0,3})?$/;

/** The variables of a URI template in their order, each once. @throws AppError `template_invalid` */
export function templateVariables(template: string): readonly TemplateVariable[] {
  const variables = new Map<string, TemplateVariable>();
  const rest = template.replace(EXPRESSION, (_, list: string) => {
    for (const spec of list.split(',')) {
      const [, name, modifier] = VARIABLE.exec(spec) ?? [];
      if (name === undefined) throw invalid(template);
      variables.set(name, { name, isList: modifier === '*' });
    }
    return '';
  });
  if (template.length > TEMPLATE_LENGTH || /[{}]/.test(rest)) throw invalid(template);
  return [...variables.values()];
}

/**
 * The address that a template makes of values (RFC 6570, level 4); what has no value is left out. The values of a list
 * are separated by commas. @throws AppError `template_invalid`
 */
export async function expandTemplate(template: string, values: Readonly<Record<string, string>>): Promise<string> {
  const context = templateVariables(template).flatMap(({ name, isList }) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined || value === '') return [];
    return [[name, isList ? value.split(',').map((one) => one.trim()) : value] as const];
  });
  const { parseTemplate } = await import('url-template');
  // Without a prototype: a variable may be called as something that every object has.
  return parseTemplate(template).expand({ __proto__: null, ...Object.fromEntries(context) });
}

function invalid(template: string): AppError {
  return new AppError('template_invalid', { template: labelText(template) });
}
