package dcm.rest.problem;

import dcm.contract.identity.Printable;
import dcm.contract.problem.ErrorCode;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rejects query parameters that the operation does not have, and values of boolean parameters other than true and false.
 * Ignoring a misspelled name or value could do too much or too little: Java reads {@code dryRun=1} as false.
 */
@Provider
public class QueryParameterCheck implements ContainerRequestFilter {
    private static final Set<String> BOOLEANS = Set.of("true", "false");

    private final ResourceInfo resource;

    QueryParameterCheck(ResourceInfo resource) {
        this.resource = resource;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Map<String, List<String>> given = request.getUriInfo().getQueryParameters();
        if (!given.isEmpty()) {
            check(given, resource.getResourceMethod());
        }
    }

    /** @throws ProblemException if {@code operation} does not have one of the parameters, or a boolean one is neither true nor false */
    static void check(Map<String, List<String>> given, Method operation) {
        Map<String, Class<?>> known = Stream.of(operation.getParameters())
                .flatMap(QueryParameterCheck::queryParameters)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        new TreeMap<>(given).forEach((name, values) -> {
            Class<?> type = known.get(name);
            if (type == null) {
                throw new ProblemException(ErrorCode.BAD_INPUT, unknown(name, known.keySet()));
            }
            if (type == boolean.class) {
                values.forEach(value -> requireBoolean(name, value));
            }
        });
    }

    /** The types of the query parameters in a parameter of the method, by name. */
    private static Stream<Map.Entry<String, Class<?>>> queryParameters(Parameter parameter) {
        return parameter.isAnnotationPresent(BeanParam.class)
                ? Stream.of(parameter.getType().getDeclaredFields())
                        .flatMap(field -> queryParameter(field, field.getType()))
                : queryParameter(parameter, parameter.getType());
    }

    private static Stream<Map.Entry<String, Class<?>>> queryParameter(AnnotatedElement element, Class<?> type) {
        return Stream.ofNullable(element.getAnnotation(QueryParam.class)).map(named -> Map.entry(named.value(), type));
    }

    private static String unknown(String name, Set<String> known) {
        return "Unknown query parameter " + Printable.quoted(name) + ". "
                + (known.isEmpty()
                        ? "This operation has none."
                        : "Known parameters: " + String.join(", ", new TreeSet<>(known)) + ".");
    }

    private static void requireBoolean(String name, String value) {
        if (!BOOLEANS.contains(value)) {
            throw new ProblemException(
                    ErrorCode.BAD_INPUT,
                    "The query parameter " + name + " must be true or false; got " + Printable.quoted(value) + ".");
        }
    }
}
