/* The kinds of jobs, and what a worker does besides: one row each. */
#include <string.h>

#include "chain.h"
#include "evidence.h"
#include "export.h"
#include "renkei/file/folder.h"
#include "import.h"
#include "issuer_keys.h"
#include "renkei/base/buffer.h"
#include "pdf.h"
#include "renkei/domain/dossier/dossier.h"
#include "renkei/domain/evidence/evidence.h"
#include "renkei/domain/exchange/export.h"
#include "renkei/domain/exchange/import.h"
#include "renkei/domain/workbook/rows.h"
#include "run.h"
#include "workbook.h"

const char *const worker_names[WORKER_KINDS] = {"files", "egress"};

static const struct job_kind kinds[] = {
    {EXPORT_JOB, WORKER_FILES, export_run, export_child},
    {.word = IMPORT_JOB, .worker = WORKER_FILES, .run = import_run, .child = import_child},
    {EVIDENCE_JOB, WORKER_FILES, evidence_run, evidence_child},
    {.word = NULL},
};

/* Processes that the service starts itself, for a request that waits. */
static const struct job_kind asked[] = {
    {.word = WORKBOOK_CHILD, .child = workbook_child},
    {.word = DOSSIER_CHILD, .child = pdf_child},
};

static void sweep_folders(struct worker *worker)
{
    (void)worker;
    folder_sweep();
}

const struct round rounds[] = {
    {WORKER_FILES, 3600, sweep_folders},
    {WORKER_EGRESS, CHAIN_SECONDS, chain_round},
    {WORKER_EGRESS, ISSUER_KEYS_SECONDS, issuer_keys_round},
};
const size_t round_count = sizeof rounds / sizeof *rounds;

const struct job_kind *job_kind_find(const char *word)
{
    for (size_t i = 0; kinds[i].word != NULL; i++)
        if (strcmp(kinds[i].word, word) == 0)
            return &kinds[i];
    return NULL;
}

job_child *job_child_find(const char *word)
{
    const struct job_kind *kind = job_kind_find(word);

    for (size_t i = 0; kind == NULL && i < sizeof asked / sizeof *asked; i++)
        if (strcmp(asked[i].word, word) == 0)
            kind = &asked[i];
    return kind == NULL ? NULL : kind->child;
}

const struct job_kind *job_kind_at(size_t index)
{
    return kinds[index].word != NULL ? &kinds[index] : NULL;
}

const char *job_kinds_of(enum worker_kind worker, struct arena *arena)
{
    struct buffer list;

    buffer_open(&list, arena, 64);
    buffer_add_char(&list, '{');
    for (size_t i = 0; kinds[i].word != NULL; i++)
        if (kinds[i].worker == worker)
            buffer_printf(&list, "%s%s", list.length > 1 ? "," : "", kinds[i].word);
    buffer_add_char(&list, '}');
    return list.data;
}
