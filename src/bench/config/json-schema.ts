import { z } from 'zod';
import { editorSchema } from './schema.js';

/** The JSON Schema of a benchmark's configuration, for completion and checks in editors: draft 7. */
export function benchSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(editorSchema(), { target: 'draft-7', io: 'input' });
  return {
    $schema,
    title: 'tanimark bench',
    description: 'Data sets, splits and models of a benchmark that tanimark bench runs.',
    ...rest,
  };
}
