import { binLabels } from '../../../similarity/bins.js';
import { capital, count, percent } from '../../../text.js';
import type { NeighborsSummary } from '../../../workflows/neighbors/types.js';
import { invalidLine, NEAREST_TITLE, neighborsTitle, sizesLine } from '../../neighbors/terminal.js';
import type { ChapterOf } from '../context.js';
import { figureSection } from '../figures.js';
import { methodsSection, notesSection, outputTable } from '../methods.js';
import { table } from '../table.js';

/** A search of neighbors: how similar the nearest ones are. */
export const neighborsChapter: ChapterOf<NeighborsSummary> = {
  title: (summary) => capital(neighborsTitle(summary)),
  subject: sizesLine,
  answer: (summary) => [nearestText(summary), ...invalidLine(summary)],
  tone: () => 'plain',
  sections: [
    figureSection('neighbors'),
    ({ similarity, counts }) => [
      {
        title: 'Nearest reference molecules',
        body: table({
          caption: NEAREST_TITLE,
          head: ['similarity', 'rows', 'share'],
          rows: binLabels(similarity.bins).map((bin, b) => [
            bin,
            count(similarity.nearest[b]),
            percent(similarity.nearest[b], counts.found),
          ]),
        }),
      },
    ],
    ({ warnings }) => notesSection(warnings),
    ({ version, rdkit, parameters, query, reference, outputs }, { command }) => [
      methodsSection(
        {
          version,
          rdkit,
          parameters,
          inputs: [
            { role: 'query', path: query.path, sha256: query.sha256, rows: query.records },
            {
              role: 'reference',
              path: reference.path,
              sha256: reference.sha256,
              rows: reference.records,
            },
          ],
          more: outputTable(outputs, 'output'),
        },
        command,
      ),
    ],
  ],
};

/** `Similarity of query rows to their nearest reference molecule: [0, 1/3) 17, …`. */
function nearestText({ similarity, counts }: NeighborsSummary): string {
  if (counts.found === 0) return 'No query row has a neighbor.';
  const parts = binLabels(similarity.bins).map(
    (bin, b) => `${bin} ${count(similarity.nearest[b])}`,
  );
  return `${NEAREST_TITLE}: ${parts.join(', ')}.`;
}
