/* Folder: where files are written for a moment, made and removed by its process. */
#ifndef RENKEI_FILE_FOLDER_H
#define RENKEI_FILE_FOLDER_H

#include <stdbool.h>

enum { FOLDER_TEXT = 256 };

/* Below TMPDIR (default /tmp), mode 700. false: errno says why. */
bool folder_make(char ret_path[FOLDER_TEXT]);
/* With the files in it. */
void folder_remove(const char *path);
/* Those of processes that are no more. */
void folder_sweep(void);

#endif
