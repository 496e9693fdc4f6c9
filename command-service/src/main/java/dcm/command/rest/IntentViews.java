package dcm.command.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.rest.client.reactive.Url;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** Client of projection-service's intent view; uses the caller's token. */
@RegisterRestClient(configKey = "views")
@Path("/v1/intents")
public interface IntentViews {
    /**
     * Returns the intent as soon as it has ended, at the latest after {@code wait} seconds.
     *
     * @param instance the address of the instance of projection-service
     */
    @GET
    @Path("/{id}")
    JsonNode find(
            @Url String instance,
            @HeaderParam("Authorization") String authorization,
            @PathParam("id") String id,
            @QueryParam("wait") long wait,
            @QueryParam("expected") boolean expected);
}
