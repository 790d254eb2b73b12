#include "kinds.h"

#include <stdlib.h>
#include <string.h>

#include "renkei/domain/reminder/reminder.h"

const struct reminder_kind reminder_kinds[] = {
    {"response_due",
     "response",
     "[-14,-7,-1,0]",
     "contacts",
     0,
     false,
     {{"【ご回答期限のお知らせ】セキュリティ対策状況ご回答のお願い",
       "Due soon: your answers on security measures"},
      {"【再送】セキュリティ対策状況ご回答のお願い",
       "Reminder: your answers on security measures"}}},
    {"response_overdue",
     "response",
     "[1,3,7,14]",
     "contacts",
     2,
     true,
     {{"【再送】セキュリティ対策状況ご回答のお願い", "Reminder: your answers on security measures"},
      {"【再送】セキュリティ対策状況ご回答のお願い",
       "Reminder: your answers on security measures"}}},
    {"plan_due",
     "plan",
     "[-14,0,14]",
     "contacts",
     2,
     false,
     {{"【ご予定日のお知らせ】セキュリティ対策の実施状況について",
       "Planned soon: your security measures"},
      {"【ご確認のお願い】セキュリティ対策の実施状況について",
       "Please confirm: your planned security measures"}}},
    {"measure_due",
     "measure",
     "[-14,-1]",
     "contacts",
     0,
     false,
     {{"【期限のお知らせ】セキュリティ対策の実施について", "Due soon: a security measure"},
      {"【ご確認のお願い】セキュリティ対策の実施について", "Please confirm: a security measure"}}},
    {"measure_overdue",
     "measure",
     "[1,7,14]",
     "contacts",
     1,
     true,
     {{"【ご確認のお願い】セキュリティ対策の実施について", "Please confirm: a security measure"},
      {"【ご確認のお願い】セキュリティ対策の実施について", "Please confirm: a security measure"}}},
    {"certificate_expiring",
     "certificate",
     "[-60,-30,-7]",
     "contacts",
     0,
     false,
     {{"【有効期限のお知らせ】認証の更新について", "Expiring soon: a certificate"},
      {"【ご確認のお願い】認証の更新について", "Please confirm: a certificate"}}},
    {"certificate_expired",
     "certificate",
     "[1,14,30]",
     "contacts",
     1,
     true,
     {{"【ご確認のお願い】認証の更新について", "Please confirm: a certificate"},
      {"【ご確認のお願い】認証の更新について", "Please confirm: a certificate"}}},
    {"review_due",
     "review",
     "[-14,0,14]",
     "owner",
     0,
     false,
     {{"取引先の定期見直しの期日が近づいています", "A supplier's review is due soon"},
      {"取引先の定期見直しの期日になりました", "A supplier's review is due"}}},
    {"acceptance_ending",
     "acceptance",
     "[-30,-7,0]",
     "owner",
     0,
     false,
     {{"リスク受容の期限が近づいています", "A risk acceptance ends soon"},
      {"リスク受容の期限になりました", "A risk acceptance has ended"}}},
    {"contract_ending",
     "contract",
     "[-60,-30,-7]",
     "owner",
     0,
     false,
     {{"契約の解約通知期限が近づいています", "Notice of a contract is due soon"},
      {"契約の解約通知期限を過ぎています", "The day for notice of a contract has passed"}}},
    {"evidence_expiring",
     "evidence",
     "[-60,-30,-7]",
     "contacts",
     0,
     false,
     {{"【有効期限のお知らせ】ご提出いただいた証跡ファイルについて",
       "Expiring soon: a file you submitted"},
      {"【ご確認のお願い】ご提出いただいた証跡ファイルについて",
       "Please confirm: a file you submitted"}}},
    {"offboarding_due",
     "offboarding",
     "[-14,-3,0,7]",
     "owner",
     0,
     false,
     {{"取引終了手続きの期限のお知らせ", "Due soon: the offboarding of a supplier"},
      {"取引終了手続きの期限を過ぎています", "The offboarding of a supplier is overdue"}}},
};

const size_t reminder_kind_count = sizeof reminder_kinds / sizeof *reminder_kinds;

const struct reminder_kind *reminder_kind_of(const char *word)
{
    for (size_t i = 0; i < reminder_kind_count; i++)
        if (strcmp(reminder_kinds[i].word, word) == 0)
            return &reminder_kinds[i];
    abort(); /* the contract has a kind that has no row */
}

const char *reminder_subject_line(const char *kind, long stage, const char *locale)
{
    return reminder_kind_of(kind)->line[stage > 0 ? PHASE_AFTER : PHASE_BEFORE]
                                       [strcmp(locale, "en") == 0 ? LANGUAGE_EN : LANGUAGE_JA];
}
