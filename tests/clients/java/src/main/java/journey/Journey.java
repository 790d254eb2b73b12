package journey;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.ApiResponse;
import org.openapitools.client.api.*;
import org.openapitools.client.model.*;

/**
 * A year with one supplier through the client that openapi-generator makes for Java.
 *
 * <p>Reads RENKEI_URL and RENKEI_TOKEN. Prints "ok STEP" for each step; ../stages.py names the steps and
 * judges, from what went over the wire, whether they did what they say.
 */
public final class Journey {
    private static final String URL = System.getenv("RENKEI_URL");

    private final ApiClient renkei = client(System.getenv("RENKEI_TOKEN"));
    private final SuppliersApi suppliers = new SuppliersApi(renkei);
    private final ResponsesApi responses = new ResponsesApi(renkei);

    private static ApiClient client(String token) {
        ApiClient client = new ApiClient().setBasePath(URL);
        if (token != null) {
            client.setBearerToken(token);
        }
        return client;
    }

    public static void main(String[] arguments) throws Exception {
        new Journey().travel();
    }

    private void travel() throws Exception {
        String since = new EventsApi(renkei).listEvents().cursor("latest").execute().getPage().getNextCursor();
        ApiResponse<Supplier> created = identify();
        UUID supplier = created.getData().getId();
        change(supplier, etag(created));
        page(supplier);
        upsert();
        UUID response = request(supplier, "motex-scrm-2024");
        say("request");
        ApiClient person = answer(response);
        answerEveryType(supplier);
        judge(supplier, response, person);
        follow(since);
    }

    private ApiResponse<Supplier> identify() throws ApiException {
        SupplierCreate body = new SupplierCreate().name("旅精機株式会社").country("VN").tags(Set.of("first"))
                .profile(new ProfileInput().dataSensitivity(DataSensitivity.CONFIDENTIAL)
                        .businessDependency(BusinessDependency.HIGH).substitutability(Substitutability.HARD)
                        .supplyChainStage(SupplyChainStage.PRODUCTION).remoteConnection(RemoteConnection.ON_DEMAND)
                        .networkConnectivity(NetworkConnectivity.LIMITED));
        ApiResponse<Supplier> created = suppliers.createSupplier(body).idempotencyKey("journey-1").executeWithHttpInfo();
        hold(created.getStatusCode() == 201, "created");
        say("identify");

        ApiResponse<Supplier> again = suppliers.createSupplier(body).idempotencyKey("journey-1").executeWithHttpInfo();
        hold(again.getData().getId().equals(created.getData().getId()), "the same supplier");
        hold(header(again, "Idempotency-Replayed").equals("true"), "a replay");
        say("repeat");
        return created;
    }

    private void change(UUID supplier, String first) throws Exception {
        SupplierUpdate body = new SupplierUpdate().tags(new LinkedHashSet<>(List.of("first", "second")));
        Supplier changed = suppliers.updateSupplier(supplier, first, body).execute();
        hold(changed.getCountry().equals("VN"), "the country stays");
        hold(changed.getTags().equals(Set.of("first", "second")), "two tags");
        say("change");

        ApiResponse<Supplier> read = suppliers.getSupplier(supplier).executeWithHttpInfo();
        Supplier kept = sendBack(supplier, etag(read), read.getData().owner("sato@buyer.example"));
        hold(kept.getOwner().equals("sato@buyer.example"), "the owner");
        hold(kept.getCountry().equals("VN"), "the country stays");
        say("edit");

        Problem stale = refused(412, () -> suppliers.updateSupplier(supplier, first, body).execute());
        hold(stale.getCode() == ProblemCode.STALE, "stale");
        say("stale");

        Problem invalid = refused(422, () -> suppliers.updateSupplier(
                supplier, "*", new SupplierUpdate().country("Atlantis")).execute());
        hold(invalid.getCode() == ProblemCode.VALIDATION_FAILED, "validation_failed");
        hold(invalid.getErrors().get(0).getPointer().equals("#/country"), "the pointer");
        say("invalid");
    }

    /** All of what was read, read-only members too, which SupplierUpdate does not have. */
    private Supplier sendBack(UUID supplier, String tag, Supplier edited) throws ApiException {
        Map<String, String> headers = new HashMap<>(Map.of(
                "If-Match", tag, "Accept", "application/json", "Content-Type", "application/merge-patch+json"));
        ApiResponse<Supplier> reply = renkei.execute(renkei.buildCall(URL, "/v1/suppliers/" + supplier, "PATCH",
                List.of(), List.of(), edited, headers, Map.of(), Map.of(), new String[] {"bearer"}, null), Supplier.class);
        return reply.getData();
    }

    private void page(UUID supplier) throws ApiException {
        for (int number = 0; number < 5; number++) {
            ContactInput contact = new ContactInput().name("窓口 " + number).email("desk" + number + "@travel.example");
            suppliers.createContact(supplier, contact).execute();
        }
        List<UUID> found = new ArrayList<>();
        String cursor = null;
        do {
            ContactList part = suppliers.listContacts(supplier).limit(2).cursor(cursor).execute();
            part.getData().forEach(contact -> found.add(contact.getId()));
            cursor = part.getPage().getNextCursor();
        } while (cursor != null);
        hold(found.size() == 5 && new HashSet<>(found).size() == 5, "five contacts, each once: " + found);
        say("page");
    }

    private void upsert() throws ApiException {
        SupplierMaster body = new SupplierMaster().name("購買精機株式会社");
        SupplierPut first = suppliers.putSupplierByExternalId("erp", "V-4711", body).execute();
        SupplierPut second = suppliers.putSupplierByExternalId("erp", "V-4711", body).execute();
        hold(first.getCreated() && !second.getCreated() && !second.getChanged(), "created once");
        say("upsert");
    }

    private UUID request(UUID supplier, String code) throws ApiException {
        UUID questionnaire = new QuestionnairesApi(renkei)
                .listQuestionnaires().code(List.of(code)).state(List.of(QuestionnaireState.PUBLISHED))
                .execute().getData().get(0).getId();
        QuestionnaireResponseCreate body = new QuestionnaireResponseCreate().supplierId(supplier).questionnaireId(questionnaire)
                .dueOn(LocalDate.now().plusDays(30));
        var asked = responses.createResponse(body).execute();
        hold(asked.getState() == ResponseState.REQUESTED, "requested");
        return asked.getId();
    }

    /** All done but the training of employees, with patches under way and one certificate. */
    private static List<AnswerInput> sheetAnswers() {
        Map<String, ThreeStateInput> levels = new LinkedHashMap<>();
        for (int number = 1; number <= 22; number++) {
            String code = number <= 7 ? String.format("CONF-%02d", number) : String.format("CYB-%02d", number - 7);
            levels.put(code, new ThreeStateInput().type(ThreeStateInput.TypeEnum.THREE_STATE)
                    .code(code).revision(0).answer("done"));
        }
        levels.get("CYB-03").answer("not_done");
        levels.get("CYB-07").answer("in_progress")
                .plan(new PlanInput().measure("毎月全台にパッチを適用").dueOn(LocalDate.of(2099, 3, 31)));
        List<AnswerInput> answers = new ArrayList<>();
        levels.values().forEach(level -> answers.add(new AnswerInput(level)));
        answers.add(new AnswerInput(certification("CERT-01").status(CertificateAnswer.NOT_OBTAINED)));
        answers.add(new AnswerInput(certification("CERT-02").status(CertificateAnswer.OBTAINED)
                .number("IS 123456").expiresOn(LocalDate.of(2099, 12, 31))));
        answers.add(new AnswerInput(new FreeTextInput().type(FreeTextInput.TypeEnum.FREE_TEXT)
                .code("CERT-03").revision(0).text("SOC 2 Type II")));
        return answers;
    }

    private static CertificationInput certification(String code) {
        return new CertificationInput().type(CertificationInput.TypeEnum.CERTIFICATION).code(code).revision(0);
    }

    /** As whoever opens the answer link. */
    private ApiClient answer(UUID response) throws ApiException {
        String link = new RespondentsApi(renkei).createLink(response).execute().getUrl();
        Session session = new RespondentsApi(client(null)).createRespondentSession(
                new SessionCreate().token(link.substring(link.indexOf('#') + 1))).execute();
        ApiClient person = client(session.getAccessToken());
        SavedAnswers saved = new ResponsesApi(person).saveAnswers(
                response, new AnswersInput().answers(sheetAnswers())).execute();
        hold(saved.getResponse().getProgress().getAnswered() == 25, "25 answers");
        say("answer");
        return person;
    }

    /** A sheet with one question of each type, one PUT each; read back as the classes they are. */
    private void answerEveryType(UUID supplier) throws ApiException {
        UUID response = request(supplier, "seven-types");
        Map<String, Object> wanted = new LinkedHashMap<>();
        wanted.put("B-01", new ThreeStateInput().type(ThreeStateInput.TypeEnum.THREE_STATE).answer("done"));
        wanted.put("B-02", new CertificationInput().type(CertificationInput.TypeEnum.CERTIFICATION)
                .status(CertificateAnswer.OBTAINED).number("IS 1").expiresOn(LocalDate.of(2099, 3, 31)));
        wanted.put("M-01", new FreeTextInput().type(FreeTextInput.TypeEnum.FREE_TEXT).text("特になし"));
        wanted.put("M-02", new SingleChoiceInput().type(SingleChoiceInput.TypeEnum.SINGLE_CHOICE).choice("vpn"));
        wanted.put("M-03", new MultiChoiceInput().type(MultiChoiceInput.TypeEnum.MULTI_CHOICE).choices(Set.of("mfa")));
        wanted.put("M-04", new NumberInput().type(NumberInput.TypeEnum.NUMBER).number(3.5));
        wanted.put("M-05", new DateInput().type(DateInput.TypeEnum.DATE).date(LocalDate.of(2026, 9, 1)));
        for (Map.Entry<String, Object> one : wanted.entrySet()) {
            responses.putAnswer(response, one.getKey(), "\"0\"", new AnswerInput(one.getValue())).execute();
        }
        Map<Class<?>, Object> read = new LinkedHashMap<>();
        responses.listAnswers(response).execute().getData()
                .forEach(one -> read.put(one.getActualInstance().getClass(), one.getActualInstance()));
        hold(((NumberAnswer) read.get(NumberAnswer.class)).getNumber() == 3.5, "the number");
        hold(((DateAnswer) read.get(DateAnswer.class)).getDate().equals(LocalDate.of(2026, 9, 1)), "the day");
        hold(((MultiChoiceAnswer) read.get(MultiChoiceAnswer.class)).getChoices().equals(List.of("mfa")), "the choices");
        hold(read.size() == 7, "seven types: " + read.keySet());
        say("every type");
    }

    private void judge(UUID supplier, UUID response, ApiClient person) throws ApiException {
        var submitted = new ResponsesApi(person).submitResponse(response).execute();
        hold(submitted.getState() == ResponseState.SUBMITTED, "submitted");
        say("submit");
        var accepted = responses.acceptResponse(response).execute();
        hold(accepted.getState() == ResponseState.ACCEPTED, "accepted");
        say("accept");
        RiskScoreFull score = new ScoresApi(renkei).getSupplierScore(supplier).execute();
        hold(score.getBand() != null && score.getScore() > 1, "a score and its band");
        var first = score.getExplanation().getFixFirst().get(0);
        hold(first.getQuestion().equals("CYB-03"), "fix first");
        hold(first.getContribution() > first.getReduction() && first.getReduction() > 0, "what it would bring");
        say("score");
    }

    /** Every change since the beginning of the journey, three a page, none missing, none twice. */
    private void follow(String since) throws ApiException {
        List<Event> seen = new ArrayList<>();
        String cursor = since;
        EventList part;
        do {
            part = new EventsApi(renkei).listEvents().cursor(cursor).limit(3).execute();
            seen.addAll(part.getData());
            cursor = part.getPage().getNextCursor();
        } while (part.getPage().getHasMore());
        Set<EventType> types = new HashSet<>();
        Set<ActorKind> actors = new HashSet<>();
        for (int at = 0; at < seen.size(); at++) {
            hold(seen.get(at).getSeq() == seen.get(0).getSeq() + at, "no gap at " + at);
            types.add(seen.get(at).getType());
            actors.add(seen.get(at).getActor().getKind());
        }
        hold(types.containsAll(Set.of(EventType.SUPPLIER_CREATED, EventType.SUPPLIER_UPDATED,
                EventType.RESPONSE_SUBMITTED, EventType.RESPONSE_ACCEPTED)), "types: " + types);
        hold(actors.equals(Set.of(ActorKind.USER, ActorKind.RESPONDENT)), "actors: " + actors);
        say("follow");
    }

    private interface Call {
        void send() throws ApiException;
    }

    private static Problem refused(int status, Call call) throws Exception {
        try {
            call.send();
        } catch (ApiException refusal) {
            hold(refusal.getCode() == status, refusal.getMessage());
            return Problem.fromJson(refusal.getResponseBody());
        }
        throw new AssertionError("not refused with " + status);
    }

    private static String header(ApiResponse<?> reply, String name) {
        return reply.getHeaders().entrySet().stream().filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .findFirst().map(entry -> entry.getValue().get(0)).orElse("");
    }

    private static String etag(ApiResponse<?> reply) {
        return header(reply, "ETag");
    }

    private static void hold(boolean true_, String what) {
        if (!true_) {
            throw new AssertionError(what);
        }
    }

    private static void say(String step) {
        System.out.println("ok " + step);
    }
}
