/** Height of the text of figures, in units of a drawing. */
export const FONT_SIZE = 14;
/** Distance of two lines of text. */
export const LINE_HEIGHT = 17;
/** Width of every figure: its text is still 9 px high on a phone of 390 px. */
export const FIGURE_WIDTH = 520;
