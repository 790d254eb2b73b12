"""Files behind answers, as a person of the supplier sends them on the answer page."""
from desk import asked, sound
from rounds import publish_sheet, submit_all


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


def test_last_years_files_come_along(page, client, supplier, tmp_path):
    sheet = publish_sheet(client)
    last, _ = asked(client, supplier, sheet)
    for code, name, until in (("B-01", "手順書.pdf", "2099-03-31"), ("B-01", "古い証明書.pdf", "2020-03-31"), ("B-03", "方針.pdf", "2099-03-31")):
        sent = client.post(f"/v1/responses/{last}/answers/{code}/evidence", data=f"%PDF-1.7 {name}".encode(), headers={"Content-Type": "application/pdf"},
                           params={"name": name, "expires_on": until})
        assert sent.status == 201, sent
    submit_all(client, last)
    assert client.post(f"/v1/responses/{last}/accept").status == 200
    response, secret = asked(client, supplier, sheet)
    page.open(secret).see("今回の回答にも使えます")
    page.press(page.find("#q-B-01 .last button"))  # no change
    page.see("手順書.pdf — 確認中")
    page.see("古い証明書.pdf — 有効期限切れ（2020年3月31日）のため引き継がれません。新しいファイルを添付してください")
    sound(page)
    listed = client.get(f"/v1/responses/{response}/evidence").body["data"]
    assert [(file["name"], file["codes"]) for file in listed] == [("手順書.pdf", ["B-01"])]
    assert client.post(f"/v1/responses/{response}/prefill", json={}).status == 200
    page.open(secret).see("方針.pdf — 確認すると、今回の回答にも添付されます")
    page.press(page.find("#q-B-03 .note button"))
    page.see("方針.pdf — 確認中")
    listed = client.get(f"/v1/responses/{response}/evidence").body["data"]
    assert {file["name"]: file["codes"] for file in listed} == {"手順書.pdf": ["B-01"], "方針.pdf": ["B-03"]}
    assert page.complaints() == []
