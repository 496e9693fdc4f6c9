package dcm.rest.problem;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParameterCheckTest {
    private static final Method LIST = operation("list");

    static class Filter {
        @QueryParam("q")
        String text = "";

        @QueryParam("all")
        boolean isAll;
    }

    static class Resource {
        String list(
                @PathParam("name") String name,
                @QueryParam("limit") int limit,
                @QueryParam("cursor") String cursor,
                @QueryParam("dryRun") boolean dryRun) {
            return name + limit + cursor + dryRun;
        }

        String search(@BeanParam Filter filter, @QueryParam("sort") String sort) {
            return filter.text + sort;
        }

        String show(@PathParam("name") String name) {
            return name;
        }
    }

    @Test
    void knownParametersAreAccepted() {
        assertThatCode(() -> QueryParameterCheck.check(given("limit", "5", "cursor", "x"), LIST))
                .doesNotThrowAnyException();
    }

    @Test
    void unknownParameterIsRejectedAndTheKnownOnesAreListed() {
        assertThatThrownBy(() -> QueryParameterCheck.check(given("limit", "5", "name", "x"), LIST))
                .isInstanceOf(ProblemException.class)
                .hasMessage("Unknown query parameter 'name'. Known parameters: cursor, dryRun, limit.");
    }

    @Test
    void parametersInAnObjectAreCheckedLikeOthers() {
        assertThatCode(() -> QueryParameterCheck.check(given("q", "x", "sort", "name"), operation("search")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> QueryParameterCheck.check(given("q", "x", "query", "x"), operation("search")))
                .hasMessage("Unknown query parameter 'query'. Known parameters: all, q, sort.");
        assertThatThrownBy(() -> QueryParameterCheck.check(given("q", "x", "all", "1"), operation("search")))
                .hasMessage("The query parameter all must be true or false; got '1'.");
    }

    @Test
    void anyParameterIsRejectedWhereThereAreNone() {
        assertThatThrownBy(() -> QueryParameterCheck.check(Map.of("limit", List.of("5")), operation("show")))
                .hasMessage("Unknown query parameter 'limit'. This operation has none.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "yes", "TRUE", ""})
    void booleanThatIsNeitherTrueNorFalseIsRejected(String value) {
        assertThatThrownBy(() -> QueryParameterCheck.check(Map.of("dryRun", List.of("true", value)), LIST))
                .hasMessage("The query parameter dryRun must be true or false; got '" + value + "'.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void booleanIsAccepted(String value) {
        assertThatCode(() -> QueryParameterCheck.check(Map.of("dryRun", List.of(value)), LIST))
                .doesNotThrowAnyException();
    }

    private static Map<String, List<String>> given(String one, String value, String other, String otherValue) {
        return Map.of(one, List.of(value), other, List.of(otherValue));
    }

    private static Method operation(String name) {
        return Stream.of(Resource.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
