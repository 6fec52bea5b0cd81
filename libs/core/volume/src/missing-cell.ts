const notAvailable = /^(n\/?a|n\.a\.?|nan|null|none|nil|missing|unknown|\?+|-+|\.)$/i;
const sentinel = /^(-9|-?(7{2,5}|8{2,5}|9{2,5}))(\.0*)?$/;
/** Years, percentages and scores have two digits of one kind. */
const ordinary = /^\d{2}(\.0*)?$/;

/** Whether a table's cell says that a value is not known, in one of the spellings that are found; BIDS has `n/a` alone. */
export const isNotAvailable = (cell: string): boolean => notAvailable.test(cell);

/** Whether a table's cell is a number that may stand for one that is not known: -9, -99, -999, 999, 8888 and the like. */
export const isSentinel = (cell: string): boolean => sentinel.test(cell) && !ordinary.test(cell);
