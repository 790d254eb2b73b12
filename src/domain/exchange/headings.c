#include "headings.h"

#include <stddef.h>
#include <string.h>

/* Which supplier a row is about, in our own words and as exports have it. */
#define COLUMN(header, member)                                                                     \
    {                                                                                              \
        header, member                                                                             \
    }
#define OWN_NUMBER                                                                                 \
    COLUMN("supplier.source", "source"), COLUMN("supplier.external_id", "external_id"),            \
        COLUMN("external_id", "external_id"), COLUMN("supplier.id", "supplier_id"),                \
        COLUMN("supplier_id", "supplier_id")

/* The column "source" of an export of contacts says who brought the contact. */
static const struct heading contacts_own[] = {
    OWN_NUMBER,         {"id", "id"},     {"name", "name"},     {"email", "email"},
    {"phone", "phone"}, {"role", "role"}, {"locale", "locale"}, {NULL, NULL},
};

static const struct heading contacts_japanese[] = {
    JAPANESE_NUMBER,
    {"担当者", "name"},
    {"担当者名", "name"},
    {"氏名", "name"},
    {"名前", "name"},
    {"メール", "email"},
    {"メールアドレス", "email"},
    {"担当者メールアドレス", "email"},
    {"E-mail", "email"},
    {"電話", "phone"},
    {"電話番号", "phone"},
    {"TEL", "phone"},
    {"部署", "role"},
    {"部署名", "role"},
    {"担当者部署", "role"},
    {"役割", "role"},
    {"言語", "locale"},
    {NULL, NULL},
};

static const struct heading certificates_own[] = {
    OWN_NUMBER,
    {"source", "source"},
    {"id", "id"},
    {"kind", "kind"},
    {"name", "name"},
    {"number", "number"},
    {"scope", "scope"},
    {"issued_on", "issued_on"},
    {"expires_on", "expires_on"},
    {"expiry_assumed", "expiry_assumed"},
    {"renewal_pending", "renewal_pending"},
    {"evidence", "evidence"},
    {"assessor", "assessor"},
    {"register_checked_on", "register_checked_on"},
    {NULL, NULL},
};

static const struct heading certificates_japanese[] = {
    JAPANESE_NUMBER,
    {"認証", "kind"},
    {"認証の種類", "kind"},
    {"種類", "kind"},
    {"認証名称", "name"},
    {"名称", "name"},
    {"登録番号", "number"},
    {"認証番号", "number"},
    {"証明書番号", "number"},
    {"適用範囲", "scope"},
    {"認証範囲", "scope"},
    {"取得日", "issued_on"},
    {"認証日", "issued_on"},
    {"発行日", "issued_on"},
    {"有効期限", "expires_on"},
    {"満了日", "expires_on"},
    {"有効期限は推定", "expiry_assumed"},
    {"更新手続き中", "renewal_pending"},
    {"更新中", "renewal_pending"},
    {"確認方法", "evidence"},
    {"審査機関", "assessor"},
    {"認証機関", "assessor"},
    {"評価者", "assessor"},
    {"登録簿確認日", "register_checked_on"},
    {NULL, NULL},
};

static const struct heading answers_own[] = {
    OWN_NUMBER,
    {"source", "source"},
    {"question", "question"},
    {"code", "question"},
    {"answer", "answer"},
    {"value", "value"},
    {"reason", "reason"},
    {"comment", "comment"},
    {"channel", "channel"},
    {"answered_at", "answered_at"},
    {NULL, NULL},
};

static const struct heading answers_japanese[] = {
    JAPANESE_NUMBER,
    {"設問コード", "question"},
    {"設問", "question"},
    {"質問コード", "question"},
    {"設問番号", "question"},
    {"回答", "answer"},
    {"該当しない理由", "reason"},
    {"理由", "reason"},
    {"コメント", "comment"},
    {"備考", "comment"},
    {"回答方法", "channel"},
    {"回答日", "answered_at"},
    {"回答日時", "answered_at"},
    {NULL, NULL},
};

/* Of the export of suppliers, whose id is its own. */
static const struct heading profiles_own[] = {
    {"source", "source"},
    {"external_id", "external_id"},
    {"id", "supplier_id"},
    {"supplier_id", "supplier_id"},
    {"profile.data_sensitivity", "data_sensitivity"},
    {"profile.business_dependency", "business_dependency"},
    {"profile.substitutability", "substitutability"},
    {"profile.supply_chain_stage", "supply_chain_stage"},
    {"profile.remote_connection", "remote_connection"},
    {"profile.network_connectivity", "network_connectivity"},
    {"profile.record_volume", "record_volume"},
    {"profile.access_level", "access_level"},
    {"profile.subcontracting", "subcontracting"},
    {"data_sensitivity", "data_sensitivity"},
    {"business_dependency", "business_dependency"},
    {"substitutability", "substitutability"},
    {"supply_chain_stage", "supply_chain_stage"},
    {"remote_connection", "remote_connection"},
    {"network_connectivity", "network_connectivity"},
    {"record_volume", "record_volume"},
    {"access_level", "access_level"},
    {"subcontracting", "subcontracting"},
    {NULL, NULL},
};

static const struct heading profiles_japanese[] = {
    JAPANESE_NUMBER,
    {"取り扱う情報", "data_sensitivity"},
    {"業務への依存", "business_dependency"},
    {"代替の可否", "substitutability"},
    {"サプライチェーンの段階", "supply_chain_stage"},
    {"遠隔接続", "remote_connection"},
    {"ネットワーク接続", "network_connectivity"},
    {"取り扱い件数", "record_volume"},
    {"アクセス権限", "access_level"},
    {"再委託", "subcontracting"},
    {NULL, NULL},
};

static const struct heading links_own[] = {
    {"source", "source"},
    {"from", "from"},
    {"from_source", "from_source"},
    {"from_external_id", "from_external_id"},
    {"to", "to"},
    {"to_source", "to_source"},
    {"to_external_id", "to_external_id"},
    {"kind", "kind"},
    {"dependency", "dependency"},
    {"penetration", "penetration"},
    {"item", "item"},
    {"since", "since"},
    {"until", "until"},
    {NULL, NULL},
};

static const struct heading links_japanese[] = {
    {"システム", "source"},
    {"供給元", "from_external_id"},
    {"供給元コード", "from_external_id"},
    {"供給元取引先コード", "from_external_id"},
    {"供給元ID", "from"},
    {"供給先", "to_external_id"},
    {"供給先コード", "to_external_id"},
    {"供給先取引先コード", "to_external_id"},
    {"供給先ID", "to"},
    {"種類", "kind"},
    {"区分", "kind"},
    {"つながりの種類", "kind"},
    {"依存度", "dependency"},
    {"侵入度", "penetration"},
    {"侵入のしやすさ", "penetration"},
    {"品目", "item"},
    {"内容", "item"},
    {"開始日", "since"},
    {"終了日", "until"},
    {NULL, NULL},
};

static const struct heading none[] = {{NULL, NULL}};

static const struct {
    const char *kind;
    const struct heading *own, *japanese;
} kinds[] = {{"suppliers", suppliers_own, suppliers_japanese},
             {"contacts", contacts_own, contacts_japanese},
             {"certificates", certificates_own, certificates_japanese},
             {"answers", answers_own, answers_japanese},
             {"profiles", profiles_own, profiles_japanese},
             {"links", links_own, links_japanese}};

const struct heading *headings_of(const char *kind, const char *code)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].kind, kind) != 0)
            continue;
        if (strcmp(code, "renkei") == 0)
            return kinds[i].own;
        if (strcmp(code, "generic-ja") == 0)
            return kinds[i].japanese;
    }
    return none;
}
