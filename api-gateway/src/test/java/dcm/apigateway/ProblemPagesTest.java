package dcm.apigateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dcm.contract.problem.ErrorCode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@WithTestResource(FakeBackendServices.class)
class ProblemPagesTest {
    private static final Pattern OWN_PROBLEM =
            Pattern.compile("new GatewayProblem\\(\\s*\\w+,\\s*\"([a-z-]+)\",\\s*\"([^\"]+)\"");

    @ParameterizedTest
    @EnumSource
    void typeOfEachErrorCodeLeadsToItsExplanation(ErrorCode code) {
        given().get("/problems/" + code.code())
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .body("code", equalTo(code.code()))
                .body("title", equalTo(code.title()))
                .body("status", equalTo(code.status()))
                .body("meaning.length()", not(equalTo(0)))
                .body("remedy.length()", not(equalTo(0)));
    }

    @ParameterizedTest
    @MethodSource("ownProblems")
    void problemsOfTheGatewayAreExplained(String code, String title) {
        given().get("/problems/" + code).then().statusCode(200).body("title", equalTo(title));
    }

    /** The codes and titles in the source code, which no enumeration lists. */
    static List<Object[]> ownProblems() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Object[]> found = files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> OWN_PROBLEM.matcher(text(file)).results())
                    .map(ProblemPagesTest::codeAndTitle)
                    .toList();
            assertThat(found).hasSizeGreaterThan(20);
            return found;
        }
    }

    private static Object[] codeAndTitle(MatchResult match) {
        return new Object[] {match.group(1), match.group(2)};
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void browserGetsAPage() {
        given().header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                .get("/problems/quota-exceeded")
                .then()
                .statusCode(200)
                .contentType("text/html; charset=utf-8")
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .body(containsString("<h1>Quota exceeded</h1>"), containsString("<code>numbers</code>"));
        given().accept(ContentType.HTML)
                .get("/problems")
                .then()
                .statusCode(200)
                .body(containsString("<a href=\"/problems/quota-exceeded\">"));
    }

    @Test
    void unknownCodeIsNotFoundAndChangesAreNotAllowed() {
        given().get("/problems/quota-exceded").then().statusCode(404).body("code", equalTo("not-found"));
        given().delete("/problems/quota-exceeded").then().statusCode(405).header("Allow", "GET, HEAD");
    }
}
