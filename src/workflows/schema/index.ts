import { readFileSync } from 'node:fs';
import { type DocumentName, documentNames } from '../../documents.js';
import { TanimarkError } from '../../errors.js';
import { list, nearestWord } from '../../text.js';

/** The JSON Schema (draft 2020-12) of a document. */
export interface DocumentSchema {
  /** As in the field `schema` of the document. */
  readonly title: string;
  /** What the document is. */
  readonly description: string;
}

/**
 * The JSON Schema of a document, as it is shipped.
 *
 * @param name such as `score`
 * @throws TanimarkError (usage) for another name
 */
export function documentSchema(name: string): DocumentSchema {
  if (!documentNames.includes(name as DocumentName)) {
    const near = nearestWord(name, documentNames);
    throw new TanimarkError(
      'usage',
      `unknown document "${name}"${near ? ` (did you mean "${near}"?)` : ''}; choose ${list(documentNames, 'or')}`,
    );
  }
  return JSON.parse(
    readFileSync(new URL(`../../../schemas/${name}.json`, import.meta.url), 'utf8'),
  );
}
