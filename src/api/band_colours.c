#include "band_colours.h"

const struct band_colours band_colours[SCORE_BANDS] = {
    [SCORE_BAND_VERY_LOW] = {"#d7f0dd", "#14532d"},  [SCORE_BAND_LOW] = {"#eef3b4", "#3f4a00"},
    [SCORE_BAND_MODERATE] = {"#ffd98a", "#5b3a00"},  [SCORE_BAND_HIGH] = {"#f79a6b", "#4a1500"},
    [SCORE_BAND_VERY_HIGH] = {"#b3202c", "#ffffff"},
};
const struct band_colours no_band_colours = {"#e5e7eb", "#1f2933"};
