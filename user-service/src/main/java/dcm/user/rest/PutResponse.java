package dcm.user.rest;

import jakarta.ws.rs.core.Response;
import java.net.URI;

/** Answers a PUT: 201 with {@code Location} if it created the resource, otherwise 200. */
public final class PutResponse {
    private PutResponse() {}

    /** The response with the view of the resource at {@code path}. */
    public static Response of(boolean isNew, String path, Object view) {
        return (isNew ? Response.created(URI.create(path)) : Response.ok())
                .entity(view)
                .build();
    }
}
