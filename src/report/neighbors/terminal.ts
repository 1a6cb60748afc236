import { shardWords } from '../../dataset/neighbor-parts/shard.js';
import { binLabels } from '../../similarity/bins.js';
import { shownInput } from '../../tables/table.js';
import { count, plural } from '../../text.js';
import type { NeighborsSummary } from '../../workflows/neighbors/types.js';
import { barTable } from '../bar-table.js';
import { wrap } from '../layout.js';
import { forScreen } from '../screen.js';
import type { Style } from '../style.js';

/** The screen that follows a search of neighbors: counts, histogram of the nearest similarity, file. */
export const renderNeighbors = forScreen(neighborsLines);

/** What the histogram is of. */
export const NEAREST_TITLE = 'Similarity of query rows to their nearest reference molecule';

/** Which files were searched. */
export function neighborsTitle({ query, reference }: NeighborsSummary): string {
  return `neighbors of ${shownInput(query.path)} in ${shownInput(reference.path)}`;
}

/** `120 query rows · 478 reference molecules · 120 neighbors`. */
export function sizesLine({ counts, reference }: NeighborsSummary): string {
  const sizes = [
    plural(counts.queries, 'query row'),
    plural(reference.molecules, 'reference molecule'),
    plural(counts.neighbours, 'neighbor'),
    ...(counts.none > 0 ? [`no neighbor ${count(counts.none)}`] : []),
    ...(counts.invalid > 0 ? [`invalid rows ${count(counts.invalid)}`] : []),
  ];
  return sizes.join(' · ');
}

/** The first invalid row of the queries; none where all are valid. */
export function invalidLine({ invalid }: NeighborsSummary): string[] {
  if (invalid.query.length === 0) return [];
  const [{ row, line, smiles, reason }] = invalid.query;
  return [
    `invalid query rows are marked invalid in the output; the first is row ${row} (line ${line}), "${smiles}": ${reason}`,
  ];
}

function neighborsLines(summary: NeighborsSummary, style: Style): string[] {
  const { chalk, width } = style;
  const { counts, similarity, outputs } = summary;
  const words = shardWords(summary);
  const part = words === '' ? '' : chalk.dim(`, ${words}`);
  const lines = [
    chalk.bold(neighborsTitle(summary)) + part,
    wrap(sizesLine(summary), width),
    ...invalidLine(summary).map((text) => chalk.yellow(wrap(text, width))),
  ];
  if (counts.found > 0) {
    const labels = binLabels(similarity.bins);
    lines.push(
      '',
      wrap(NEAREST_TITLE, width),
      ...barTable(
        ['similarity', 'rows'],
        labels.map((label, b) => [label, count(similarity.nearest[b])]),
        similarity.nearest,
        Math.max(...similarity.nearest),
        style,
      ),
    );
  }
  if (outputs.length > 0) lines.push('');
  for (const { path, rows } of outputs) {
    lines.push(`wrote ${path} ${chalk.dim(`(${plural(rows, 'row')})`)}`);
  }
  return lines;
}
