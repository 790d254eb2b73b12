/* Headers that the built-in profiles know, and what they mean. */
#ifndef RENKEI_SRC_DOMAIN_EXCHANGE_HEADINGS_H
#define RENKEI_SRC_DOMAIN_EXCHANGE_HEADINGS_H

struct heading {
    const char *header; /* NULL ends a list */
    const char *member;
};

/* Which supplier a row is about, as Japanese systems call it. */
#define JAPANESE_NUMBER                                                                            \
    {"システム", "source"}, {"取引先コード", "external_id"}, {"取引先CD", "external_id"},          \
        {"取引先番号", "external_id"}, {"仕入先コード", "external_id"},                            \
        {"仕入先CD", "external_id"}, {"業者コード", "external_id"},                                \
    {                                                                                              \
        "ベンダーコード", "external_id"                                                            \
    }

extern const struct heading suppliers_own[], suppliers_japanese[];

/* Of a kind by the code of a profile; there is none: the end of a list. */
const struct heading *headings_of(const char *kind, const char *code);

#endif
