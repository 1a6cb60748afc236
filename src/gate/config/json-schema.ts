import { z } from 'zod';
import { schema } from './schema.js';

/**
 * The JSON Schema of a configuration, for completion and checks in editors: draft 7, which those of YAML know best.
 * It says what may be written; what a text has to say in detail (bins, strata) is checked when it is loaded.
 */
export function configSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  return {
    $schema,
    title: 'tanimark check',
    description: 'Rules and limits that tanimark check applies to the predictions of a model.',
    ...rest,
  };
}
