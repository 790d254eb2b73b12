/* Subject lines of mails. Kinds that suppliers see stay polite and never blame. */
#include <string.h>

#include "renkei/domain/reminder/reminder.h"

enum { BEFORE, AFTER, PHASES };
enum { JA, EN, LANGUAGES };

static const struct words {
    const char *kind;
    const char *line[PHASES][LANGUAGES];
} words[] = {
    {"response_due",
     {{"【ご回答期限のお知らせ】セキュリティ対策状況ご回答のお願い",
       "Due soon: your answers on security measures"},
      {"【再送】セキュリティ対策状況ご回答のお願い",
       "Reminder: your answers on security measures"}}},
    {"response_overdue",
     {{"【再送】セキュリティ対策状況ご回答のお願い", "Reminder: your answers on security measures"},
      {"【再送】セキュリティ対策状況ご回答のお願い",
       "Reminder: your answers on security measures"}}},
    {"plan_due",
     {{"【ご予定日のお知らせ】セキュリティ対策の実施状況について",
       "Planned soon: your security measures"},
      {"【ご確認のお願い】セキュリティ対策の実施状況について",
       "Please confirm: your planned security measures"}}},
    {"measure_due",
     {{"【期限のお知らせ】セキュリティ対策の実施について", "Due soon: a security measure"},
      {"【ご確認のお願い】セキュリティ対策の実施について", "Please confirm: a security measure"}}},
    {"measure_overdue",
     {{"【ご確認のお願い】セキュリティ対策の実施について", "Please confirm: a security measure"},
      {"【ご確認のお願い】セキュリティ対策の実施について", "Please confirm: a security measure"}}},
    {"certificate_expiring",
     {{"【有効期限のお知らせ】認証の更新について", "Expiring soon: a certificate"},
      {"【ご確認のお願い】認証の更新について", "Please confirm: a certificate"}}},
    {"certificate_expired",
     {{"【ご確認のお願い】認証の更新について", "Please confirm: a certificate"},
      {"【ご確認のお願い】認証の更新について", "Please confirm: a certificate"}}},
    {"review_due",
     {{"取引先の定期見直しの期日が近づいています", "A supplier's review is due soon"},
      {"取引先の定期見直しの期日になりました", "A supplier's review is due"}}},
    {"acceptance_ending",
     {{"リスク受容の期限が近づいています", "A risk acceptance ends soon"},
      {"リスク受容の期限になりました", "A risk acceptance has ended"}}},
};

const char *reminder_subject_line(const char *kind, long stage, const char *locale)
{
    int phase = stage > 0 ? AFTER : BEFORE;
    int language = strcmp(locale, "en") == 0 ? EN : JA;
    const struct words *entry = words;

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].kind, kind) == 0)
            entry = &words[i];
    return entry->line[phase][language];
}
