#include "texts.h"

static const char *const notes_ja[] = {
    "#このシートについて",
    "情報セキュリティ対策の状況をお伺いするシートです。「回答」シートの色の付いた欄にご記"
    "入のうえ、ファイルを依頼元へ"
    "お返しください。印刷して手書きでご記入いただくこともできます。",
    "すべてを一度に埋める必要はありません。空欄の設問は未回答として扱い、すでにお預かりし"
    "ている回答は消えません。",
    "#回答欄の記号",
    "○　対応済み：現在、実施している",
    "△　対応中：一部を実施している、または実施に向けて進めている",
    "×　未対応：実施していない",
    "該当なし：対象となる業務や設備がない（「該当なしの理由」に理由をご記入ください。選べ"
    "ない設問もあります）",
    "#そのほかの欄",
    "対策予定・担当者・期日：△や×の設問で、今後の対策が決まっている場合にご記入ください（"
    "任意）。",
    "認証の設問：取得済みの場合は、番号と有効期限をご記入ください。更新の手続き中で期限を"
    "過ぎている場合は"
    "「取得済み（更新手続き中）」をお選びください。",
    "選択肢の設問：選択肢そのもの、または番号をご記入ください。複数を選べる設問では「、」"
    "で区切ってください。",
    "日付：2027/3/31、2027年3月31日、令和9年3月31日 のいずれでもかまいません。",
    "コメント：補足があればご記入ください（任意）。",
    "#お願い",
    "回答欄に計算式を入れないでください。",
    "行の並べ替えや非表示は差し支えありません。非表示の A 列と B "
    "列で設問を見分けていますので、消さないでください。",
    "ファイルを受け取られた後に画面でも回答を変更された場合、その設問は取り込まれず、両方"
    "の内容を確認していただきます。",
};

static const char *const notes_en[] = {
    "#About this sheet",
    "This sheet asks about your information security measures. Please fill in the "
    "coloured cells of the sheet "
    "“Answers” and send the file back to whoever sent it to you. You may also print it "
    "and fill it in by hand.",
    "You need not fill in everything at once. A question left empty counts as "
    "unanswered; answers that we already "
    "have are kept.",
    "#Marks",
    "○  Done: it is in place today",
    "△  In progress: it is partly in place, or being put in place",
    "×  Not done: it is not in place",
    "N/A  Not applicable: there is nothing it could apply to (say why under “Reason for "
    "N/A”; some questions do not "
    "allow it)",
    "#The other cells",
    "Planned measure, owner, due day: for △ and ×, if something is planned (optional).",
    "Certificates: if you hold one, its number and the day it expires. If it has expired "
    "while it is being renewed, "
    "choose “Obtained (being renewed)”.",
    "Choices: write the choice itself or its number; where several are allowed, separate "
    "them with commas.",
    "Days: 2027-03-31 or 2027/3/31.",
    "Comment: anything you want to add (optional).",
    "#Please",
    "Do not put formulas into the answers.",
    "Sorting and hiding rows does no harm. The hidden columns A and B tell the questions "
    "apart: please keep them.",
    "If an answer was changed online after you received this file, it is not "
    "overwritten; both will be shown to you.",
};

static const struct workbook_texts texts[] = {
    [LOCALE_JA] =
        {
            .font = "Yu Gothic",
            .sheet = "回答",
            .notes_sheet = "記入のしかた",
            .company = "貴社名",
            .due = "回答期限",
            .why = "お伺いする理由",
            .writer = "ご記入者（部署・氏名）",
            .written_on = "ご記入日",
            .legend = "色の付いた欄にご記入ください。回答：○ 対応済み　△ 対応中　× "
                      "未対応　該当なし（理由も"
                      "ご記入ください）。詳しくは「記入のしかた」シートをご覧ください。",
            .headers = {[PAPER_NUMBER] = "No",
                        [PAPER_QUESTION] = "設問",
                        [PAPER_ANSWER] = "回答",
                        [PAPER_MEASURE] = "対策予定\n（認証：番号）",
                        [PAPER_OWNER] = "担当者",
                        [PAPER_DUE] = "期日\n（認証：有効期限）",
                        [PAPER_REASON] = "該当なしの理由",
                        [PAPER_COMMENT] = "コメント"},
            .renewal = "取得済み（更新手続き中）",
            .optional = "（任意）",
            .several = "複数選択可：",
            .only_if = {"（「", "」の回答が ", " の場合のみ）"},
            .between = "、",
            .notes = notes_ja,
            .note_count = sizeof notes_ja / sizeof *notes_ja,
        },
    [LOCALE_EN] =
        {
            .font = "Arial",
            .sheet = "Answers",
            .notes_sheet = "How to fill in",
            .company = "Company",
            .due = "Please answer by",
            .why = "Why we ask",
            .writer = "Filled in by (department, name)",
            .written_on = "Filled in on",
            .legend = "Please fill in the coloured cells. Answer: ○ done, △ in progress, × not "
                      "done, N/A not "
                      "applicable (please say why). More on the sheet “How to fill in”.",
            .headers = {[PAPER_NUMBER] = "No",
                        [PAPER_QUESTION] = "Question",
                        [PAPER_ANSWER] = "Answer",
                        [PAPER_MEASURE] = "Planned measure\n(certificate: number)",
                        [PAPER_OWNER] = "Owner",
                        [PAPER_DUE] = "Due day\n(certificate: expiry)",
                        [PAPER_REASON] = "Reason for N/A",
                        [PAPER_COMMENT] = "Comment"},
            .renewal = "Obtained (being renewed)",
            .optional = " (optional)",
            .several = "Several may apply:",
            .only_if = {"(only if the answer to “", "” is ", ")"},
            .between = ", ",
            .notes = notes_en,
            .note_count = sizeof notes_en / sizeof *notes_en,
        },
};

const struct workbook_texts *workbook_texts(enum locale locale)
{
    return &texts[locale];
}
