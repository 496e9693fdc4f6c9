package dcm.rest.problem;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UnknownQueryParametersTest {
    private static final Method LIST = operation("list");

    static class Resource {
        String list(
                @PathParam("name") String name, @QueryParam("limit") int limit, @QueryParam("cursor") String cursor) {
            return name + limit + cursor;
        }

        String show(@PathParam("name") String name) {
            return name;
        }
    }

    @Test
    void knownParametersAreAccepted() {
        assertThatCode(() -> UnknownQueryParameters.check(Set.of("limit", "cursor"), LIST))
                .doesNotThrowAnyException();
    }

    @Test
    void unknownParameterIsRejectedAndTheKnownOnesAreListed() {
        assertThatThrownBy(() -> UnknownQueryParameters.check(Set.of("limit", "name"), LIST))
                .isInstanceOf(ProblemException.class)
                .hasMessage("Unknown query parameter 'name'. Known parameters: cursor, limit.");
    }

    @Test
    void anyParameterIsRejectedWhereThereAreNone() {
        assertThatThrownBy(() -> UnknownQueryParameters.check(Set.of("limit"), operation("show")))
                .hasMessage("Unknown query parameter 'limit'. This operation has none.");
    }

    private static Method operation(String name) {
        return Stream.of(Resource.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
