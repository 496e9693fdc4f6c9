package dcm.rest.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestPath;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.mapping.URITemplate;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;
import org.junit.jupiter.api.Test;

class AllowHeaderTest {
    private final RequestMapper<InitialMatch> classes = new RequestMapper<>(new ArrayList<>(List.of(
            resources("/v1/containers", Map.of("GET", "/", "POST", "/", "DELETE", "/{handle}")),
            resources("/v1/containers/{handle}/logs", Map.of("GET", "/")))));

    @Test
    void methodsOfAPathAreThoseOfItsTemplate() {
        assertThat(AllowHeader.methods("/v1/containers", classes)).containsExactly("GET", "HEAD", "POST");
        assertThat(AllowHeader.methods("/v1/containers/web", classes)).containsExactly("DELETE");
        assertThat(AllowHeader.methods("/v1/containers/web/logs", classes)).containsExactly("GET", "HEAD");
    }

    @Test
    void unknownPathHasNoMethods() {
        assertThat(AllowHeader.methods("/v1/planets", classes)).isEmpty();
    }

    private static RequestPath<InitialMatch> resources(String path, Map<String, String> templates) {
        Map<String, RequestMapper<RuntimeResource>> mappers = new HashMap<>();
        templates.forEach((method, template) -> mappers.put(
                method, new RequestMapper<>(new ArrayList<>(List.of(path(false, template, (RuntimeResource) null))))));
        var handlers = new ServerRestHandler[] {new ClassRoutingHandler(mappers, 0, false)};
        return path(true, path, new InitialMatch(handlers, 1));
    }

    private static <T> RequestPath<T> path(boolean prefix, String template, T value) {
        return new RequestPath<>(prefix, new URITemplate(template, prefix), value);
    }
}
