package dcm.rest.entitytag;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;

/** Sends the entity tag of the resource that a GET shows. */
@Provider
public class EntityTagHeader implements ContainerResponseFilter {
    private static final int OK = 200;
    private static final Set<String> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final EntityTag tag;

    EntityTagHeader(EntityTag tag) {
        this.tag = tag;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() == OK && READING.contains(request.getMethod())) {
            tag.shown().ifPresent(value -> response.getHeaders().putSingle(HttpHeaders.ETAG, value));
        }
    }
}
