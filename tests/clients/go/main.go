// A year with one supplier through the client that oapi-codegen generates.
//
// Reads RENKEI_URL and RENKEI_TOKEN. Prints "ok STEP" for each step; ../stages.py names the steps and
// judges, from what went over the wire, whether they did what they say.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/oapi-codegen/runtime/types"

	"renkei.example/journey/generated"
)

var (
	ctx     = context.Background()
	service = client(os.Getenv("RENKEI_TOKEN"))
)

func client(token string) *renkei.ClientWithResponses {
	made, err := renkei.NewClientWithResponses(os.Getenv("RENKEI_URL"),
		renkei.WithRequestEditorFn(func(_ context.Context, request *http.Request) error {
			if token != "" {
				request.Header.Set("Authorization", "Bearer "+token)
			}
			return nil
		}))
	return must(made, err)
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func hold(holds bool, what ...any) {
	if !holds {
		panic(fmt.Sprint(what...))
	}
}

func say(step string) {
	fmt.Println("ok", step)
}

func to[T any](value T) *T {
	return &value
}

// got is what a request brought: its typed reply, or the end of the journey.
func got[T any](value *T, body []byte) *T {
	hold(value != nil, string(body))
	return value
}

func main() {
	latest := must(service.ListEventsWithResponse(ctx, &renkei.ListEventsParams{Cursor: to("latest")}))
	since := got(latest.JSON200, latest.Body).Page.NextCursor
	supplier, first := identify()
	change(supplier, first)
	page()
	upsert()
	response := request(supplier, "motex-scrm-2024")
	say("request")
	person := answer(response)
	answerEveryType(supplier)
	judge(supplier, response, person)
	follow(since)
}

func identify() (types.UUID, string) {
	body := renkei.SupplierCreate{Name: "旅精機株式会社", Country: to("VN"), Tags: to([]string{"first"}),
		Profile: &renkei.ProfileInput{
			DataSensitivity: to[renkei.DataSensitivity]("confidential"), BusinessDependency: to[renkei.BusinessDependency]("high"),
			Substitutability: to[renkei.Substitutability]("hard"), SupplyChainStage: to[renkei.SupplyChainStage]("production"),
			RemoteConnection: to[renkei.RemoteConnection]("on_demand"), NetworkConnectivity: to[renkei.NetworkConnectivity]("limited")}}
	key := &renkei.CreateSupplierParams{IdempotencyKey: to("journey-1")}
	created := must(service.CreateSupplierWithResponse(ctx, key, body))
	supplier := got(created.JSON201, created.Body)
	say("identify")

	again := must(service.CreateSupplierWithResponse(ctx, key, body))
	hold(got(again.JSON201, again.Body).Id == supplier.Id, "another supplier")
	hold(again.HTTPResponse.Header.Get("Idempotency-Replayed") == "true", "no replay")
	say("repeat")
	return supplier.Id, created.HTTPResponse.Header.Get("ETag")
}

func change(supplier types.UUID, first string) {
	body := renkei.SupplierUpdate{Tags: to([]string{"first", "second"})}
	old := &renkei.UpdateSupplierParams{IfMatch: first}
	reply := must(service.UpdateSupplierWithApplicationMergePatchPlusJSONBodyWithResponse(ctx, supplier, old, body))
	changed := got(reply.JSON200, reply.Body)
	hold(changed.Country == "VN" && len(changed.Tags) == 2, changed.Country, changed.Tags)
	say("change")

	sendBack(supplier)
	say("edit")

	reply = must(service.UpdateSupplierWithApplicationMergePatchPlusJSONBodyWithResponse(ctx, supplier, old, body))
	hold(got(reply.ApplicationproblemJSON412, reply.Body).Code == "stale", string(reply.Body))
	say("stale")

	reply = must(service.UpdateSupplierWithApplicationMergePatchPlusJSONBodyWithResponse(ctx, supplier, &renkei.UpdateSupplierParams{IfMatch: "*"},
		renkei.SupplierUpdate{Country: to("Atlantis")}))
	invalid := got(reply.ApplicationproblemJSON422, reply.Body)
	hold(invalid.Code == "validation_failed", invalid.Code)
	hold(len(invalid.Errors) == 1 && *invalid.Errors[0].Pointer == "#/country", invalid.Errors)
	say("invalid")
}

// sendBack reads a supplier, edits what was read and sends all of it.
func sendBack(supplier types.UUID) {
	read := must(service.GetSupplierWithResponse(ctx, supplier, nil))
	edited := got(read.JSON200, read.Body)
	edited.Owner = to("sato@buyer.example")
	reply := must(service.UpdateSupplierWithBodyWithResponse(ctx, supplier,
		&renkei.UpdateSupplierParams{IfMatch: read.HTTPResponse.Header.Get("ETag")},
		"application/merge-patch+json", bytes.NewReader(must(json.Marshal(edited)))))
	kept := got(reply.JSON200, reply.Body)
	hold(*kept.Owner == "sato@buyer.example" && kept.Country == "VN", *kept.Owner, kept.Country)
}

func page() {
	for number := range 4 {
		created := must(service.CreateSupplierWithResponse(ctx, nil,
			renkei.SupplierCreate{Name: fmt.Sprint("旅行先 ", number)}))
		got(created.JSON201, created.Body)
	}
	found := map[types.UUID]bool{}
	rows := 0
	for cursor := (*string)(nil); ; {
		reply := must(service.ListSuppliersWithResponse(ctx, &renkei.ListSuppliersParams{Limit: to(2), Cursor: cursor}))
		part := got(reply.JSON200, reply.Body)
		for _, supplier := range part.Data {
			found[supplier.Id] = true
			rows++
		}
		if cursor = part.Page.NextCursor; cursor == nil {
			break
		}
	}
	hold(len(found) == 5 && rows == 5, found)
	say("page")
}

func upsert() {
	body := renkei.SupplierMaster{Name: to("購買精機株式会社")}
	first := must(service.PutSupplierByExternalIdWithResponse(ctx, "erp", "V-4711", body))
	second := must(service.PutSupplierByExternalIdWithResponse(ctx, "erp", "V-4711", body))
	hold(got(first.JSON201, first.Body).Created, "not created")
	hold(!got(second.JSON200, second.Body).Created && !second.JSON200.Changed, "changed again")
	say("upsert")
}

func request(supplier types.UUID, code string) types.UUID {
	listed := must(service.ListQuestionnairesWithResponse(ctx, &renkei.ListQuestionnairesParams{
		Code: to([]string{code}), State: to([]renkei.QuestionnaireState{"published"})}))
	asked := must(service.CreateResponseWithResponse(ctx, nil, renkei.QuestionnaireResponseCreate{
		SupplierId: supplier, QuestionnaireId: got(listed.JSON200, listed.Body).Data[0].Id,
		DueOn: &types.Date{Time: time.Now().AddDate(0, 0, 30)}}))
	response := got(asked.JSON201, asked.Body)
	hold(response.State == "requested", response.State)
	return response.Id
}

func day(year int, month time.Month, day int) *types.Date {
	return &types.Date{Time: time.Date(year, month, day, 0, 0, 0, 0, time.UTC)}
}

// sheetAnswers says all done but the training of employees, with patches under way and one certificate.
func sheetAnswers() []renkei.AnswerInput {
	var answers []renkei.AnswerInput
	for number := range 22 {
		code := fmt.Sprintf("CONF-%02d", number+1)
		if number >= 7 {
			code = fmt.Sprintf("CYB-%02d", number-6)
		}
		level := renkei.ThreeStateInput{Code: &code, Revision: to(0), Answer: to("done")}
		switch code {
		case "CYB-03":
			level.Answer = to("not_done")
		case "CYB-07":
			level.Answer = to("in_progress")
			level.Plan = &renkei.PlanInput{Measure: to("毎月全台にパッチを適用"), DueOn: day(2099, time.March, 31)}
		}
		answers = append(answers, input((*renkei.AnswerInput).FromThreeStateInput, level))
	}
	return append(answers,
		input((*renkei.AnswerInput).FromCertificationInput, renkei.CertificationInput{
			Code: to("CERT-01"), Revision: to(0), Status: to[renkei.CertificateAnswer]("not_obtained")}),
		input((*renkei.AnswerInput).FromCertificationInput, renkei.CertificationInput{
			Code: to("CERT-02"), Revision: to(0), Status: to[renkei.CertificateAnswer]("obtained"),
			Number: to("IS 123456"), ExpiresOn: day(2099, time.December, 31)}),
		input((*renkei.AnswerInput).FromFreeTextInput, renkei.FreeTextInput{
			Code: to("CERT-03"), Revision: to(0), Text: to("SOC 2 Type II")}))
}

func input[T any](from func(*renkei.AnswerInput, T) error, value T) renkei.AnswerInput {
	var made renkei.AnswerInput
	if err := from(&made, value); err != nil {
		panic(err)
	}
	return made
}

// answer does what whoever opens the answer link does.
func answer(response types.UUID) *renkei.ClientWithResponses {
	link := must(service.CreateLinkWithResponse(ctx, response, renkei.LinkCreate{}))
	_, secret, _ := strings.Cut(got(link.JSON201, link.Body).Url, "#")
	session := must(client("").CreateRespondentSessionWithResponse(ctx, nil, renkei.SessionCreate{Token: secret}))
	person := client(got(session.JSON200, session.Body).AccessToken)
	saved := must(person.SaveAnswersWithResponse(ctx, response, nil, renkei.AnswersInput{Answers: sheetAnswers()}))
	hold(got(saved.JSON200, saved.Body).Response.Progress.Answered == 25, saved.JSON200.Response.Progress)
	say("answer")
	return person
}

// answerEveryType: a sheet with one question of each type, one PUT each; read back as the types they are.
func answerEveryType(supplier types.UUID) {
	response := request(supplier, "seven-types")
	for code, body := range map[string]renkei.AnswerInput{
		"B-01": input((*renkei.AnswerInput).FromThreeStateInput,
			renkei.ThreeStateInput{Answer: to("done")}),
		"B-02": input((*renkei.AnswerInput).FromCertificationInput, renkei.CertificationInput{
			Status: to[renkei.CertificateAnswer]("obtained"), Number: to("IS 1"), ExpiresOn: day(2099, time.March, 31)}),
		"M-01": input((*renkei.AnswerInput).FromFreeTextInput, renkei.FreeTextInput{Text: to("特になし")}),
		"M-02": input((*renkei.AnswerInput).FromSingleChoiceInput, renkei.SingleChoiceInput{Choice: to("vpn")}),
		"M-03": input((*renkei.AnswerInput).FromMultiChoiceInput,
			renkei.MultiChoiceInput{Choices: to([]string{"mfa"})}),
		"M-04": input((*renkei.AnswerInput).FromNumberInput, renkei.NumberInput{Number: to(3.5)}),
		"M-05": input((*renkei.AnswerInput).FromDateInput, renkei.DateInput{Date: day(2026, time.September, 1)}),
	} {
		saved := must(service.PutAnswerWithResponse(ctx, response, code,
			&renkei.PutAnswerParams{IfMatch: `"0"`}, body))
		got(saved.JSON200, saved.Body)
	}
	listed := must(service.ListAnswersWithResponse(ctx, response, nil))
	kinds := map[string]bool{}
	for _, one := range got(listed.JSON200, listed.Body).Data {
		kinds[readBack(one)] = true
	}
	hold(len(kinds) == 7, kinds)
	say("every type")
}

func readBack(one renkei.Answer) string {
	switch value := must(one.ValueByDiscriminator()).(type) {
	case renkei.NumberAnswer:
		hold(*value.Number == 3.5, *value.Number)
	case renkei.DateAnswer:
		hold(value.Date.Equal(day(2026, time.September, 1).Time), value.Date)
	case renkei.MultiChoiceAnswer:
		hold(slices.Equal(*value.Choices, []string{"mfa"}), *value.Choices)
	}
	return must(one.Discriminator())
}

func judge(supplier, response types.UUID, person *renkei.ClientWithResponses) {
	submitted := must(person.SubmitResponseWithResponse(ctx, response, nil))
	hold(got(submitted.JSON200, submitted.Body).State == "submitted", submitted.JSON200.State)
	say("submit")
	accepted := must(service.AcceptResponseWithResponse(ctx, response, nil))
	hold(got(accepted.JSON200, accepted.Body).State == "accepted", accepted.JSON200.State)
	say("accept")
	reply := must(service.GetSupplierScoreWithResponse(ctx, supplier, nil))
	score := got(reply.JSON200, reply.Body)
	hold(score.Band.Valid() && *score.Score > 1, score.Band, score.Score)
	first := score.Explanation.FixFirst[0]
	hold(first.Question == "CYB-03" && first.Contribution > first.Reduction && first.Reduction > 0, first)
	say("score")
}

// follow reads every change since the beginning of the journey, three a page, none missing, none twice.
func follow(cursor string) {
	var seen []renkei.Event
	for more := true; more; {
		reply := must(service.ListEventsWithResponse(ctx, &renkei.ListEventsParams{Cursor: &cursor, Limit: to(3)}))
		part := got(reply.JSON200, reply.Body)
		seen = append(seen, part.Data...)
		cursor, more = part.Page.NextCursor, part.Page.HasMore
	}
	kinds, actors := map[renkei.EventType]bool{}, map[renkei.ActorKind]bool{}
	for at, event := range seen {
		hold(event.Seq == seen[0].Seq+int64(at), "a gap at ", at)
		kinds[event.Type], actors[event.Actor.Kind] = true, true
	}
	for _, kind := range []renkei.EventType{"supplier.created", "supplier.updated",
		"response.submitted", "response.accepted"} {
		hold(kinds[kind], "no ", kind)
	}
	hold(len(actors) == 2 && actors["user"] && actors["respondent"], actors)
	say("follow")
}
