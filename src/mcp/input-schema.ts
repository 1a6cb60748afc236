import { effectOf, type Option, type Options } from '../options/option.js';

/** The JSON Schema of the arguments of a tool, from the options that it takes. */
export function inputSchema(options: Options): {
  type: 'object';
  properties: Record<string, object>;
  required: string[];
  additionalProperties: false;
} {
  const entries = Object.entries(options);
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, one]) => [name, schemaOf(one)])),
    required: entries.filter(([, one]) => one.required).map(([name]) => name),
    additionalProperties: false,
  };
}

function schemaOf(option: Option): object {
  const { default: usual } = option;
  const effect = effectOf(option);
  const description = usual === undefined ? effect : `${effect} (default: ${usual})`;
  return { ...typeOf(option), description };
}

function typeOf({ form, accepts }: Option): object {
  if (form?.type === 'choice') return { type: 'string', enum: form.values };
  if (form?.type === 'whole') return { type: 'integer', minimum: form.min, maximum: form.max };
  if (form?.type === 'number') return { type: 'number', minimum: form.min, maximum: form.max };
  if (accepts(true)) return { type: 'boolean' };
  if (accepts(['a'])) return { type: 'array', items: { type: 'string' } };
  if (accepts({ a: 'a' })) return { type: 'object', additionalProperties: { type: 'string' } };
  return { type: 'string' };
}
