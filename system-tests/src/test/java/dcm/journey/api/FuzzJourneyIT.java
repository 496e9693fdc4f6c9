package dcm.journey.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.contract.identity.Actor;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.journey.api.FuzzRequests.Request;
import dcm.journey.api.FuzzRequests.Sender;
import dcm.journey.support.LogRecords;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.journey.support.TokenForge;
import dcm.stack.api.StackApiClient;
import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that nobody would write. {@code -Ddcm.fuzz.seed=N} and {@code -Ddcm.fuzz.requests=N} choose them; the seed is printed, so
 * that a failure can be repeated. Runs after all other classes but the audit, since it leaves accounts and presets.
 */
@Order(Integer.MAX_VALUE - 1)
class FuzzJourneyIT {
    private static final long SEED = Long.getLong("dcm.fuzz.seed", 20);
    private static final int REQUESTS = Integer.getInteger("dcm.fuzz.requests", 1_500);
    private static final Duration BOUND = Duration.ofSeconds(180);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** {@code dcm.views.catch-up}: a query with {@code after=} waits for the views. */
    private static final Duration CATCH_UP = Duration.ofSeconds(5);

    private static final int AT_ONCE = 4;
    private static final int URI_TOO_LONG = 414;

    private static final String SECRET = "zqsecret";
    private static final Pattern JAVA = Pattern.compile(
            "\\b[a-z]+(\\.[a-z0-9_]+)+\\.[A-Z]\\w+|\\bat [\\w.$]+\\(\\w+\\.java:|[A-Z]\\w+(Exception|Error)\\b");

    private static final JsonMapper JSON = new JsonMapper();

    private static Installation installation;
    private static TestUser user;
    private static String administrator;
    private static List<String> secrets;
    private static List<String> foreign;
    private static JsonNode document;

    /** What was answered; status 0: nothing in time. */
    private record Answer(Request request, int status, String type, String retryAfter, String body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                return JSON.missingNode();
            }
        }

        /** Whether it is a refusal that says itself that nothing is recorded. */
        boolean isRefusedUnrecorded() {
            return status >= 400 && status < 500 && !json().has("intent");
        }

        @Override
        public String toString() {
            return "%d %s %s%n    for %s"
                    .formatted(status, type, body.length() > 500 ? body.substring(0, 500) + "…" : body, request);
        }
    }

    @BeforeAll
    static void join() throws JsonProcessingException {
        RunningStack stack = RunningStack.get();
        installation = stack.installation();
        TestUser victim = TestUser.joins("zqsecretowner");
        JsonNode web = victim.creates(
                SECRET + "-container",
                Map.of("labels", Map.of("user.note", SECRET + "-label"), "ports", List.of(8990)));
        JsonNode image = victim.client()
                .post(
                        "/v1/images",
                        Map.of(
                                "container",
                                web.path("id").asText(),
                                "name",
                                SECRET + "-image",
                                "message",
                                SECRET + "-message"),
                        TestUser.TIMEOUT)
                .expectDone();
        secrets = List.of(SECRET);
        foreign = List.of(
                web.path("id").asText(),
                web.path("handle").asText(),
                image.path("intent").asText(),
                "8990");
        user = TestUser.joins("fuzzer");
        StackApiClient admin = stack.people().administrator();
        admin.put("/v1/users/" + user.name() + "/quota", Map.of("containers", 2, "images", 2))
                .expectDone();
        administrator = user.name() + "-admin";
        stack.people().add(administrator, "Fuzzer", "administrator", List.of());
        document = JSON.readTree(anonymously("/openapi"));
    }

    private static String anonymously(String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(installation.url(StackPort.API_GATEWAY) + path))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @AfterAll
    static void retireImages() {
        RunningStack.get().retireBaseImages();
    }

    @Test
    void generatedRequestsAreAnsweredAsDescribed() throws InterruptedException {
        System.out.printf("fuzzing with -Ddcm.fuzz.seed=%d -Ddcm.fuzz.requests=%d%n", SEED, REQUESTS);
        List<Request> requests = new FuzzRequests(document, SEED, foreign).generate(REQUESTS);

        List<Answer> answers = send(requests);

        System.out.printf(
                "fuzzing: %d answers, %s%n",
                answers.size(),
                answers.stream().collect(Collectors.groupingBy(Answer::status, TreeMap::new, Collectors.counting())));
        assertThat(answers).hasSizeGreaterThan(REQUESTS / 2);
        assertThat(violations(answers)).isEmpty();
        assertThat(recordedThoughRefused(answers)).isEmpty();
    }

    private List<Answer> send(List<Request> requests) throws InterruptedException {
        List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
        Map<Sender, String> tokens = Map.of(
                Sender.USER, user.token(),
                Sender.ADMINISTRATOR, RunningStack.get().people().token(administrator));
        TokenForge forge = new TokenForge(installation);
        List<String> bad = new ArrayList<>(forge.invalidTokens(user.name(), user.token()));
        bad.add(forge.withoutSubject(user.name()));
        long end = System.nanoTime() + BOUND.toNanos();
        try (HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(LONGEST)
                        .build();
                ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Request request : requests) {
                threads.execute(() -> {
                    if (System.nanoTime() < end) {
                        answers.add(sendAgainIfBroken(client, request, token(request, tokens, bad)));
                    }
                });
            }
        }
        return answers;
    }

    private static String token(Request request, Map<Sender, String> tokens, List<String> bad) {
        return request.sender() == Sender.BAD_TOKEN
                ? bad.get(request.number() % bad.size())
                : tokens.get(request.sender());
    }

    /** The gateway closes a connection after a request line that is too long, and the client may use that connection once more. */
    private static Answer sendAgainIfBroken(HttpClient client, Request request, String token) {
        Answer answer = send(client, request, token);
        return answer.status() < 0 ? send(client, request, token) : answer;
    }

    private static Duration longest(Request request) {
        return request.path().contains("after=") ? LONGEST.plus(CATCH_UP) : LONGEST;
    }

    private static Answer send(HttpClient client, Request request, String token) {
        try {
            HttpRequest.Builder builder = HttpRequest.newBuilder(
                            URI.create(installation.url(StackPort.API_GATEWAY) + request.path()))
                    .timeout(longest(request))
                    .method(
                            request.method(),
                            request.body() == null
                                    ? BodyPublishers.noBody()
                                    : BodyPublishers.ofByteArray(request.body()));
            request.headers().forEach(builder::header);
            if (token != null) {
                builder.header("Authorization", "Bearer " + token);
            }
            HttpResponse<String> response = client.send(builder.build(), BodyHandlers.ofString());
            RunningStack.get().journal().add(response.body());
            return new Answer(
                    request,
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.headers().firstValue("Retry-After").orElse(""),
                    response.body());
        } catch (HttpTimeoutException e) {
            return new Answer(request, 0, "", "", "");
        } catch (IOException | IllegalArgumentException e) {
            return new Answer(request, -1, "", "", String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> violations(List<Answer> answers) {
        List<String> violations = new ArrayList<>();
        for (Answer answer : answers) {
            if (answer.status() < 0) {
                violations.add("broken connection: " + answer);
            }
            if (answer.status() == 0) {
                violations.add("no answer within " + longest(answer.request()).toSeconds() + " s: " + answer);
            }
            if (isAcceptedWithoutToken(answer)) {
                violations.add("accepted without a valid token: " + answer);
            }
            if (answer.status() >= 500
                    && !(answer.status() == 503 && !answer.retryAfter().isEmpty())) {
                violations.add("server error: " + answer);
            }
            RunningStack.get()
                    .described()
                    .faults(
                            answer.request().method(),
                            answer.request().path().replaceFirst("[?#].*", ""),
                            answer.status(),
                            answer.type(),
                            answer.body())
                    .forEach(fault -> violations.add(fault + ": " + answer));
            if (answer.status() >= 400 && !isProblem(answer)) {
                violations.add("no problem document: " + answer);
            }
            if (answer.status() >= 400 && JAVA.matcher(answer.body()).find()) {
                violations.add("implementation shown: " + answer);
            }
            if (answer.request().sender() != Sender.ADMINISTRATOR
                    && secrets.stream().anyMatch(answer.body()::contains)) {
                violations.add("another owner's: " + answer);
            }
        }
        return violations;
    }

    private static boolean isAcceptedWithoutToken(Answer answer) {
        boolean anonymous =
                answer.request().sender() == Sender.NOBODY || answer.request().sender() == Sender.BAD_TOKEN;
        return anonymous
                && answer.status() >= 200
                && answer.status() < 300
                && answer.request().operation().contains(" /v1/");
    }

    private static boolean isProblem(Answer answer) {
        if (answer.request().method().equals("HEAD") || answer.status() == URI_TOO_LONG) {
            return true; // a request line that is too long is refused before it is read
        }
        JsonNode problem = answer.json();
        return answer.type().startsWith("application/problem+json")
                && problem.path("status").asInt() == answer.status()
                && !problem.path("code").asText().isBlank()
                && !problem.path("detail").asText().isBlank();
    }

    /** The id of an intent follows from its sender and its key. */
    private static List<Answer> recordedThoughRefused(List<Answer> answers) {
        Map<String, Answer> refused = new LinkedHashMap<>();
        Set<String> accepted = new HashSet<>();
        for (Answer answer : answers) {
            for (String sender : List.of(user.name(), administrator)) {
                String key = answer.request().idempotencyKey();
                String id = IntentId.ofKey(Actor.account(new OwnerName(sender)), key)
                        .value();
                if (answer.isRefusedUnrecorded()) {
                    refused.put(id, answer);
                } else {
                    accepted.add(id); // another request had the same key
                }
            }
        }
        refused.keySet().removeAll(accepted);
        refused.keySet().retainAll(LogRecords.intentIds());
        return List.copyOf(refused.values());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/9.9\r\n\r\n",
                "GARBAGE\r\n\r\n",
                "GET /v1/containers HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "POST /v1/containers HTTP/1.1\r\n"
                        + "Host: a\r\n"
                        + "Content-Length: 5\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + "0\r\n\r\n",
                "POST /v1/containers HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
                "GET /v1/containers HTTP/1.1\r\nHost: a\r\nX Y: z\r\n\r\n",
                "GET http://127.0.0.1:9/v1/containers HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/\u0001containers HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/containers HTTP/1.1\r\n\r\n"
            })
    void malformedRequestCausesNoServerError(String request) throws IOException {
        String answer = raw(request);

        // A request that is no HTTP may have no answer but the end of the connection.
        assertThat(answer).doesNotStartWith("HTTP/1.1 5").doesNotStartWith("HTTP/1.0 5");
        assertThat(JAVA.matcher(answer).find()).isFalse();
        assertThat(answer).doesNotContain(SECRET);
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", installation.port(StackPort.API_GATEWAY))) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try {
                socket.shutdownOutput();
                socket.getInputStream().transferTo(answer);
            } catch (IOException e) {
                // The gateway waits for more, or has closed the connection.
            }
            return answer.toString(StandardCharsets.UTF_8);
        }
    }
}
