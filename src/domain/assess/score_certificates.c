/* What a certificate changes. */
#include <string.h>

#include "renkei/domain/change/checks.h"
#include "score_telling.h"

/* What is told before the others stands first. */
static const char *const told[] = {"expired", "expired_renewing", "obtained_incomplete", "valid"};

enum { TOLD = sizeof told / sizeof *told };

static bool is_isms(const struct telling *telling, const json_t *question)
{
    const char *kind = telling_certificate(telling, json_member(question, "code"));

    return kind != NULL && strcmp(kind, "isms") == 0;
}

/* The question with the certificate to tell of, of two the one that means more. NULL: none. */
static const json_t *find_certificate(const struct telling *telling)
{
    const json_t *question, *found = NULL;
    size_t i;

    for (size_t t = 0; t < TOLD && found == NULL; t++) {
        json_array_foreach(json_object_get(telling->explanation, "questions"), i, question)
        {
            if (strcmp(json_member(question, "state"), told[t]) == 0
                && (found == NULL || is_isms(telling, question)))
                found = question;
        }
    }
    return found;
}

/* "The ISMS (ISO/IEC 27001) certificate", or by what the question asks. */
static const char *name_of(const struct telling *telling, const char *code)
{
    const char *kind = telling_certificate(telling, code);

    return kind != NULL
        ? SAY(telling, "%sの証明書", "The %s certificate",
              telling_label(telling, "CertificateKind", kind))
        : SAY(telling, "「%s」の証明書", "The certificate for “%s”", telling_text(telling, code));
}

static const char *valid_text(const struct telling *telling, const json_t *question)
{
    const char *name = name_of(telling, json_member(question, "code"));
    double reliability = telling_number(question, "reliability");

    if (reliability < SHOWN)
        return SAY(
            telling,
            "%sは有効とのことですが、証明書を確認していないため、一部だけ評価に入れています。",
            "%s is valid by the supplier's own word; nobody has seen it, so it counts only "
            "in part.",
            name);
    if (reliability < SEEN || !is_isms(telling, question))
        return SAY(telling, "%sは有効で、その分リスクを低く見ています。",
                   "%s is valid and lowers the risk.", name);
    return SAY(telling,
               "%sは有効であることを確認済みで、ほかの設問への自己申告も、資料があるものとして"
               "扱っています。",
               "%s was checked and is valid, so what the supplier states in its other answers "
               "counts as if documents had been shown.",
               name);
}

static const struct said {
    const char *state;
    const char *texts[2];
} said[] = {
    {"expired", {"は期限が切れており、評価に入れていません。", " has expired and does not count."}},
    {"expired_renewing",
     {"は期限が切れて更新の手続き中のため、一部だけ評価に入れています。",
      " has expired and is being renewed, so it counts only in part."}},
    {"obtained_incomplete",
     {"は番号か有効期限がわからないため、一部だけ評価に入れています。",
      " lacks its number or its expiry date, so it counts only in part."}},
};

static const char *certificate_text(const struct telling *telling, const json_t *question)
{
    const char *state = json_member(question, "state");
    const struct said *one = said;

    if (strcmp(state, "valid") == 0)
        return valid_text(telling, question);
    while (strcmp(one->state, state) != 0)
        one++;
    return SAY(telling, "%s%s", "%s%s", name_of(telling, json_member(question, "code")),
               one->texts[telling->is_ja ? 0 : 1]);
}

void tell_certificates(struct telling *telling)
{
    const json_t *question = find_certificate(telling);
    const char *text;

    if (question == NULL)
        return;
    text = certificate_text(telling, question);
    tell(telling,
         json_is_true(json_object_get(question, "expiry_assumed"))
             ? SAY(telling, "%s有効期限は発行日からの推定です。",
                   "%s Its last day is assumed from the day of issue.", text)
             : text);
}
