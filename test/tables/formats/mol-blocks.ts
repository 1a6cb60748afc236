/** Mol blocks of tests. */

/** An unbranched alkane, with an oxygen at its end if asked for. */
export function chain(atoms: number, title = '', last = 'C', end = '\n'): string {
  const count = (n: number) => String(n).padStart(3);
  const lines = [
    title,
    '  tests',
    '',
    `${count(atoms)}${count(atoms - 1)}  0  0  0  0            999 V2000`,
  ];
  for (let a = 0; a < atoms; a++) {
    const x = (1.3 * a).toFixed(4).padStart(10);
    const y = (a % 2 ? 0.75 : 0).toFixed(4).padStart(10);
    const element = (a === atoms - 1 ? last : 'C').padEnd(3);
    lines.push(`${x}${y}    0.0000 ${element} 0  0  0  0  0  0  0  0  0  0  0  0`);
  }
  for (let a = 1; a < atoms; a++) lines.push(`${count(a)}${count(a + 1)}  1  0`);
  return [...lines, 'M  END', ''].join(end);
}

/** D-alanine with a wedge, as V2000. */
export const ALANINE_V2000 = `alanine
  tests

  6  5  0  0  0  0            999 V2000
    1.2990    0.7500    0.0000 C   0  0
    0.0000    0.0000    0.0000 C   0  0
   -0.0000   -1.5000    0.0000 N   0  0
   -1.2990    0.7500    0.0000 C   0  0
   -1.2990    2.2500    0.0000 O   0  0
   -2.5981   -0.0000    0.0000 O   0  0
  2  1  1  1
  2  3  1  0
  2  4  1  0
  4  5  2  0
  4  6  1  0
M  END
`;

/** The same as V3000. */
export const ALANINE_V3000 = `alanine
  tests

  0  0  0  0  0  0  0  0  0  0999 V3000
M  V30 BEGIN CTAB
M  V30 COUNTS 6 5 0 0 0
M  V30 BEGIN ATOM
M  V30 1 C 1.2990 0.7500 0 0
M  V30 2 C 0 0 0 0
M  V30 3 N 0 -1.5 0 0
M  V30 4 C -1.2990 0.75 0 0
M  V30 5 O -1.2990 2.25 0 0
M  V30 6 O -2.5981 0 0 0
M  V30 END ATOM
M  V30 BEGIN BOND
M  V30 1 1 2 1 CFG=1
M  V30 2 1 2 3
M  V30 3 1 2 4
M  V30 4 2 4 5
M  V30 5 1 4 6
M  V30 END BOND
M  V30 END CTAB
M  END
`;
