/*
 * Band colours: of pictures. Ink on fill has a contrast of at least 4.5.
 */
#ifndef RENKEI_API_BAND_COLOURS_H
#define RENKEI_API_BAND_COLOURS_H

#include "renkei/score/score.h"

struct band_colours {
    const char *fill;
    const char *ink;
};

extern const struct band_colours band_colours[SCORE_BANDS];
/* Where there is no band. */
extern const struct band_colours no_band_colours;

#define PICTURE_FONT "'Noto Sans JP','Hiragino Sans','Yu Gothic',IPAGothic,sans-serif"

#endif
