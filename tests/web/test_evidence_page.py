"""Files behind answers, as a person of the supplier sends them on the answer page."""
from desk import asked, sound


def test_a_file_is_put_behind_an_answer_and_taken_away(page, client, supplier, tmp_path):
    response, secret = asked(client, supplier)
    file, other = tmp_path / "手順書.pdf", tmp_path / "手順書.exe"
    file.write_bytes(b"%PDF-1.7\n%%EOF\n")
    other.write_bytes(b"MZ")
    page.open(secret).see("更新していますか")
    page.press(page.find("#q-B-01 .files summary"))
    page.find("#q-B-01 input[type=file]").send_keys(str(other))
    page.see("対応していない種類のファイルです。")
    page.find("#q-B-01 input[type=file]").send_keys(str(file))
    page.see("手順書.pdf — 確認中")
    sound(page)
    [stored] = client.get(f"/v1/responses/{response}/evidence").body["data"]
    assert (stored["name"], stored["codes"], stored["media_type"]) == ("手順書.pdf", ["B-01"], "application/pdf")
    page.press(page.find("#q-B-01 .files li button"))
    page.see("証跡ファイル")
    page.gone("手順書.pdf — 確認中")
    assert client.get(f"/v1/responses/{response}/evidence").body["data"] == []
    assert page.complaints() == []
