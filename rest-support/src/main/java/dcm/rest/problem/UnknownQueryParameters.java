package dcm.rest.problem;

import dcm.contract.identity.Printable;
import dcm.contract.problem.ErrorCode;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rejects query parameters that the operation does not have. Ignoring a misspelled one could do too much or too little. */
@Provider
public class UnknownQueryParameters implements ContainerRequestFilter {
    private final ResourceInfo resource;

    UnknownQueryParameters(ResourceInfo resource) {
        this.resource = resource;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Set<String> given = request.getUriInfo().getQueryParameters().keySet();
        if (!given.isEmpty()) {
            check(given, resource.getResourceMethod());
        }
    }

    /** @throws ProblemException if {@code operation} does not have one of the parameters */
    static void check(Collection<String> given, Method operation) {
        Set<String> known = Stream.of(operation.getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(QueryParam.class))
                .map((Parameter parameter) ->
                        parameter.getAnnotation(QueryParam.class).value())
                .collect(Collectors.toCollection(TreeSet::new));
        given.stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new ProblemException(
                            ErrorCode.BAD_INPUT,
                            "Unknown query parameter " + Printable.quoted(name) + ". "
                                    + (known.isEmpty()
                                            ? "This operation has none."
                                            : "Known parameters: " + String.join(", ", known) + "."));
                });
    }
}
